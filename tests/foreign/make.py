"""Procedures as offices write them in Word, each with the truth a reader should find: NN-name.docx, NN-name.truth.yaml.

    python -m tests.foreign.make

Every file has habits of its own; no two number, date, sign or lay out their steps alike. The truth says:

- title, code, issue, revision: as printed, on a cover, in a header or in the first table; null when not printed.
- approved_on: the day of approval or, when only that is printed, of issue ("ngày ban hành"); effective: the day it takes effect.
- sections: titles of the first level in order, without their numbers ("Phụ lục:", "Chương I"), as printed; an appendix counts when it
  has a title of its own.
- steps: activity is the first paragraph of what is done (the words in a drawn shape too, start and end left out), without "Bước 1:";
  responsible are the roles, a role a line (parts of one line where the line joins two: compare joined words if in doubt);
  time as printed, null when it has no place of its own but stands in the description, or nothing is said.
  A row "Tổng thời gian" and a row that names a stage are no steps.
- forms: codes of forms; records: titles of what is kept; references: codes in the section of references or the
  legal basis (internal ones too); terms: what is defined, without the definition.
- revisions: rows of the table (or lines of the list) of revisions that are filled in; number as printed.
- signers: names alone; a list where two have signed for one thing.
- letters are composed (NFC) and spaces plain, whatever the file has; a line break within a title is a space.
- changes still pending are taken as accepted.
"""
# the lines are tables of words: a habit is read best on one line
# ruff: noqa: ANN001, ANN201, ANN202, B905, C408, E501, E731, E741, FBT003, I001, N806, PERF401, PLR0913, PLR0915, PLR0917, PLW0108, T201
# fmt: off
# mypy: ignore-errors

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import yaml
from lxml import etree

from tests.foreign.word import C, Doc, X, checkbox, dele, field, ins, mark, p, pack, page, pages, png, run, runs, sdt, simple_field, tbl

HERE = Path(__file__).parent

DOWN = "↓"


def step(activity, responsible, time=None):
    return {"activity": activity, "responsible": [responsible] if isinstance(responsible, str) else list(responsible), "time": time}


def rev(number, on=None):
    return {"number": number, "on": on}


def truth(title, code, issue=None, revision=None, approved_on=None, effective=None, sections=(), steps=(), forms=(), records=(), references=(), terms=(), revisions=(), signers=(None, None, None)):
    return {
        "title": title, "code": code, "issue": issue, "revision": revision, "approved_on": approved_on, "effective": effective,
        "sections": list(sections), "steps": list(steps), "forms": list(forms), "records": list(records), "references": list(references),
        "terms": list(terms), "revisions": list(revisions), "signers": dict(zip(("prepared", "reviewed", "approved"), signers)),
    }


# 01: Word headings numbered by their style; a cover that is one box; table of revisions in front with empty rows; TOC field; watermark.

def d01():
    d = Doc(size=13, head={1: {"b": True, "sz": 13, "caps": True}, 2: {"b": True, "sz": 13}}, title="Quy trình kiểm soát tài liệu", line=300)
    d.style_num = d.numbering([("decimal", "%1.", 0.75, 0.75, True), ("decimal", "%1.%2.", 1, 1, True)], style=["Heading1", "Heading2"])
    dash = d.numbering([("bullet", "-", 1.25, 0.5, False), ("bullet", "+", 2, 0.5, False)])
    logo = d.img(png(0), 2, 2)
    cover = [
        p("", sp=(0, 12)), p("**SỞ NÔNG NGHIỆP TỈNH**", al="center", sz=14), p("**CHI CỤC CHẤT LƯỢNG VÀ THỊ TRƯỜNG**", al="center", sz=14, border=False), p(logo, al="center", sp=(24, 24)),
        p("QUY TRÌNH", al="center", b=True, sz=26, sp=(36, 0)), p("KIỂM SOÁT TÀI LIỆU", al="center", b=True, sz=26, sp=(0, 40)),
        p("Mã hiệu\t: **QT-01**", ind=(4, 0), tabs=[(8, "left")]), p("Lần ban hành\t: 02", ind=(4, 0), tabs=[(8, "left")]), p("Lần sửa đổi\t: 01", ind=(4, 0), tabs=[(8, "left")]),
        p("Ngày hiệu lực\t: 15/01/2026", ind=(4, 0), tabs=[(8, "left")], sp=(0, 60)),
        tbl([["Trách nhiệm", "Soạn thảo", "Xem xét", "Phê duyệt"], ["Họ và tên", "Lê Thị Bình", "Trần Văn Cường", "Nguyễn Văn An"], ["Chức vụ", "Thư ký ISO", "Phó Chi cục trưởng", "Chi cục trưởng"], ["Chữ ký", "\n\n\n", "", ""], ["Ngày", "02/01/2026", "03/01/2026", "05/01/2026"]], [3, 3.8, 3.8, 3.8], al=["left", "center", "center", "center"], pad=4),
        p("", sp=(0, 24)),
    ]
    d.add(tbl([[C(cover)]], [16.4], hdr=0), p("\f", sp=(0, 0)))
    d.p("BẢNG THEO DÕI SỬA ĐỔI", al="center", b=True, sz=14)
    d.t([["Lần sửa đổi", "Ngày sửa đổi", "Vị trí", "Nội dung sửa đổi", "Ghi chú"], ["00", "10/03/2025", "", "Ban hành lần 02 thay cho lần 01", ""], ["01", "05/01/2026", "Mục 5.2", "Thời hạn lấy ý kiến từ 5 ngày còn 3 ngày làm việc; bổ sung tài liệu điện tử", ""], ["", "", "", "", ""], ["", "", "", "", ""], ["", "", "", "", ""]], [2, 2.8, 2.4, 7, 2], sh="D9D9D9", al=["center", "center", "left", "left", "left"])
    d.p("MỤC LỤC", al="center", b=True, sz=14, sp=(12, 6))
    entries = ["MỤC ĐÍCH", "PHẠM VI", "TÀI LIỆU VIỆN DẪN", "THUẬT NGỮ VÀ ĐỊNH NGHĨA", "NỘI DUNG", "BIỂU MẪU", "HỒ SƠ"]
    toc = [p(f"{n + 1}.\t{x}\t{3 + n // 3}", st="TOC1", tabs=[(0.8, "left"), (16.4, "right", "dot")]) for n, x in enumerate(entries)]
    first = toc[0].replace("<w:r>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r>', 1)
    d.add(X(first), *toc[1:], X('<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'))
    d.page()
    h1 = lambda s: d.p(s, st="Heading1")
    h2 = lambda s: d.p(s, st="Heading2")
    b = lambda *s, lvl=0: d.p(*s, num=(dash, lvl), al="both")
    j = lambda *s: d.p(*s, al="both", ind=(0, 1))
    h1("Mục đích")
    j("Quy trình này quy định cách thức soạn thảo, xem xét, phê duyệt, phân phối, sửa đổi và huỷ bỏ tài liệu của hệ thống quản lý chất lượng, nhằm bảo đảm tại mọi nơi làm việc chỉ có tài liệu đúng phiên bản đang có hiệu lực và tài liệu cũ không bị dùng nhầm.")
    h1("Phạm vi")
    j("Áp dụng đối với tất cả các phòng thuộc Chi cục, cho các loại tài liệu sau đây:")
    b("Tài liệu nội bộ: chính sách, mục tiêu, sổ tay, quy trình, hướng dẫn, biểu mẫu;")
    b("Tài liệu có nguồn gốc bên ngoài:")
    b("văn bản quy phạm pháp luật, tiêu chuẩn, quy chuẩn kỹ thuật;", lvl=1)
    b("tài liệu hướng dẫn của cơ quan cấp trên và của nhà cung cấp thiết bị.", lvl=1)
    h1("Tài liệu viện dẫn")
    for s in ("- TCVN ISO 9001:2015, Hệ thống quản lý chất lượng – Các yêu cầu, điều 7.5;", "- Quyết định số 19/2014/QĐ-TTg ngày 05/3/2014 của Thủ tướng Chính phủ về việc áp dụng Hệ thống quản lý chất lượng vào hoạt động của các cơ quan, tổ chức thuộc hệ thống hành chính nhà nước;", "- Thông tư số 26/2014/TT-BKHCN của Bộ Khoa học và Công nghệ quy định chi tiết thi hành Quyết định nêu trên;", "- Nghị định số 30/2020/NĐ-CP về công tác văn thư;", "- Quy trình kiểm soát hồ sơ, mã hiệu QT-02."):
        d.p(s, al="both")
    h1("Thuật ngữ và định nghĩa")
    for a, s in (("Tài liệu", "là thông tin và phương tiện chứa đựng thông tin đó, ở dạng giấy hoặc điện tử."), ("Tài liệu kiểm soát", "là tài liệu được cấp cho người dùng có tên trong danh sách và được thay khi có phiên bản mới."), ("Tài liệu lỗi thời", "là tài liệu đã hết hiệu lực hoặc đã có phiên bản thay thế."), ("Thư ký ISO", "là người được Chi cục trưởng giao giúp việc cho Ban chỉ đạo ISO.")):
        d.p(f"**{a}:** {s}", al="both")
    h1("Nội dung")
    h2("Quy định chung")
    j("Mỗi tài liệu có mã hiệu riêng gồm chữ viết tắt của loại tài liệu và số thứ tự, thí dụ QT-05 là quy trình thứ năm. Trang đầu ghi đủ tên, mã hiệu, lần ban hành và ngày hiệu lực. Khi sửa không quá một phần ba số trang thì tăng lần sửa đổi; quá mức đó, hoặc sau năm lần sửa, thì tăng lần ban hành.")
    h2("Các bước thực hiện")
    d.t([
        ["TT", "Nội dung công việc", "Trách nhiệm", "Thời gian", "Biểu mẫu"],
        ["1", "Đề nghị soạn thảo, sửa đổi tài liệu", "Cán bộ, công chức", "Khi có nhu cầu", "BM-01.01"],
        ["2", "Xem xét đề nghị", "Trưởng phòng\nThư ký ISO", "02 ngày", "BM-01.01"],
        ["3", "Soạn thảo tài liệu", "Người được phân công", "10 ngày", ""],
        ["4", "Lấy ý kiến góp ý", "Thư ký ISO", "03 ngày", "BM-01.02"],
        ["5", "Phê duyệt và ban hành", "Chi cục trưởng", "01 ngày", ""],
        ["6", "Đóng dấu kiểm soát, phân phối tài liệu", "Thư ký ISO", "01 ngày", "BM-01.03"],
        ["7", "Thu hồi và huỷ tài liệu lỗi thời", "Thư ký ISO\nVăn thư", "Ngay khi phân phối", "BM-01.03"],
        ["8", "Rà soát định kỳ tài liệu", "Các phòng", "Tháng 12 hằng năm", "BM-01.04"],
    ], [1.1, 6.2, 3.7, 3, 2.4], sh="D9D9D9", al=["center", "left", "left", "center", "center"])
    h2("Diễn giải")
    j("**Bước 1.** Người đề nghị nêu rõ lý do, phần cần sửa và tác động đến tài liệu khác. Đề nghị có thể gửi bằng giấy hoặc qua hệ thống quản lý văn bản.")
    j("**Bước 2.** Trưởng phòng và Thư ký ISO trả lời trong hai ngày; nếu không đồng ý phải ghi lý do vào phiếu.")
    j("**Bước 4.** Bản thảo gửi cho tất cả các phòng có liên quan. Phòng không trả lời khi hết hạn coi như đồng ý.")
    j("**Bước 7.** Bản giữ lại để tham khảo phải đóng dấu “HẾT HIỆU LỰC” ở trang đầu và để riêng.")
    h2("Tài liệu bên ngoài")
    j("Văn thư vào sổ, Thư ký ISO cập nhật danh mục và chuyển cho phòng dùng. Ba tháng một lần Thư ký ISO tra cứu hiệu lực của từng văn bản trong danh mục.")
    h1("Biểu mẫu")
    d.t([["TT", "Mã hiệu", "Tên biểu mẫu"], ["1", "BM-01.01", "Phiếu đề nghị soạn thảo, sửa đổi tài liệu"], ["2", "BM-01.02", "Phiếu lấy ý kiến"], ["3", "BM-01.03", "Sổ phân phối, thu hồi tài liệu"], ["4", "BM-01.04", "Danh mục tài liệu"]], [1.2, 3, 11], sh="D9D9D9", al=["center", "center", "left"])
    h1("Hồ sơ")
    d.t([["TT", "Tên hồ sơ", "Nơi lưu", "Thời hạn lưu"], ["1", "Phiếu đề nghị soạn thảo, sửa đổi tài liệu", "Thư ký ISO", "03 năm"], ["2", "Sổ phân phối, thu hồi tài liệu", "Thư ký ISO", "05 năm"], ["3", "Danh mục tài liệu", "Thư ký ISO", "Đến khi có bản mới"]], [1.2, 8, 3, 3.2], sh="D9D9D9", al=["center", "left", "center", "center"])
    h = d.header(p(d.watermark("TÀI LIỆU KIỂM SOÁT"), sp=(0, 0)), tbl([[C("CHI CỤC CHẤT LƯỢNG\nVÀ THỊ TRƯỜNG", b=True), C("QUY TRÌNH KIỂM SOÁT TÀI LIỆU", b=True), "Mã hiệu: QT-01"], ["^", "^", "Lần ban hành: 02"], ["^", "^", C([p("Trang: ", page(sz=10), "/", pages("6", sz=10), sz=10, sp=(2, 2))])]], [5, 7.4, 4], hdr=0, al=["center", "center", "left"], sz=10), p("", sp=(0, 0)))
    d.last = d.sect(header=h, first_header=d.header(), first=True)
    return d, truth("QUY TRÌNH KIỂM SOÁT TÀI LIỆU", "QT-01", "02", "01", "2026-01-05", "2026-01-15",
        ["Mục đích", "Phạm vi", "Tài liệu viện dẫn", "Thuật ngữ và định nghĩa", "Nội dung", "Biểu mẫu", "Hồ sơ"],
        [step("Đề nghị soạn thảo, sửa đổi tài liệu", "Cán bộ, công chức", "Khi có nhu cầu"), step("Xem xét đề nghị", ["Trưởng phòng", "Thư ký ISO"], "02 ngày"), step("Soạn thảo tài liệu", "Người được phân công", "10 ngày"), step("Lấy ý kiến góp ý", "Thư ký ISO", "03 ngày"), step("Phê duyệt và ban hành", "Chi cục trưởng", "01 ngày"), step("Đóng dấu kiểm soát, phân phối tài liệu", "Thư ký ISO", "01 ngày"), step("Thu hồi và huỷ tài liệu lỗi thời", ["Thư ký ISO", "Văn thư"], "Ngay khi phân phối"), step("Rà soát định kỳ tài liệu", "Các phòng", "Tháng 12 hằng năm")],
        ["BM-01.01", "BM-01.02", "BM-01.03", "BM-01.04"], ["Phiếu đề nghị soạn thảo, sửa đổi tài liệu", "Sổ phân phối, thu hồi tài liệu", "Danh mục tài liệu"],
        ["TCVN ISO 9001:2015", "19/2014/QĐ-TTg", "26/2014/TT-BKHCN", "30/2020/NĐ-CP", "QT-02"], ["Tài liệu", "Tài liệu kiểm soát", "Tài liệu lỗi thời", "Thư ký ISO"],
        [rev("00", "2025-03-10"), rev("01", "2026-01-05")], ["Lê Thị Bình", "Trần Văn Cường", "Nguyễn Văn An"])


# 02: no cover, a table on page 1; headings typed bold "2. PHẠM VI"; BH/SĐ; 5.1.2026; flow as text with ↓ between rows; history at the end.

def d02():
    d = Doc(size=13, title="Kiem soat ho so", line=288)
    d.add(tbl([[C("TRUNG TÂM\nKỸ THUẬT ĐO LƯỜNG", b=True), C("QUY TRÌNH\nKIỂM SOÁT HỒ SƠ", b=True, sz=16), "Mã số: QT.VP.02"], ["^", "^", "BH/SĐ: 01/03"], ["^", "^", "Ngày: 5.1.2026"], ["^", "^", C([p("Trang ", page(sz=12), " / ", pages(sz=12), sz=12)])]], [4.6, 7.6, 4.2], hdr=0, al=["center", "center", "left"]))
    d.p("", sp=(0, 0))
    h = lambda s: d.p(s, b=True, sp=(10, 4), keep=True)
    j = lambda *s: d.p(*s, al="both", ind=(0, 1))
    d.t([["Người lập", "Lê Thị Bình", "Văn thư", ""], ["Người kiểm tra", "Trần Văn Cường", "Phụ trách Văn phòng", ""], ["Người phê duyệt", "Nguyễn Văn An", "Giám đốc", ""]], [3.4, 4.4, 4.4, 4.2], hdr=0, height=1.2)
    h("1. MỤC ĐÍCH")
    j("Thống nhất cách lập, thu thập, sắp xếp, bảo quản, tra cứu và huỷ hồ sơ, để hồ sơ luôn rõ ràng, dễ nhận biết, dễ tìm và đủ làm bằng chứng rằng công việc đã được làm đúng.")
    h("2. PHẠM VI ÁP DỤNG")
    j("Áp dụng cho mọi hồ sơ hình thành trong hoạt động của Trung tâm, kể cả hồ sơ điện tử. Hồ sơ công chức, viên chức và hồ sơ kế toán thực hiện theo quy định riêng.")
    h("3. TÀI LIỆU VIỆN DẪN")
    d.p("- TCVN ISO 9001:2015;")
    d.p("- Nghị định 30/2020/NĐ-CP của Chính phủ về công tác văn thư;")
    d.p("- Luật Lưu trữ và các văn bản hướng dẫn thi hành;")
    d.p("- QT.VP.01 Kiểm soát tài liệu.")
    h("4. ĐỊNH NGHĨA VÀ CHỮ VIẾT TẮT")
    d.p("4.1. Định nghĩa", i=True, b=True)
    d.p("- Hồ sơ: tập hợp văn bản, tài liệu liên quan với nhau về một việc, một đối tượng cụ thể.", al="both")
    d.p("- Danh mục hồ sơ: bảng kê những hồ sơ dự kiến lập trong năm.", al="both")
    d.p("4.2. Chữ viết tắt", i=True, b=True)
    d.p("- HTQLCL: Hệ thống quản lý chất lượng")
    d.p("- TTKT: Trung tâm Kỹ thuật Đo lường")
    h("5. NỘI DUNG")
    d.p("5.1. Lưu đồ", b=True, keep=True)
    arrow = [C(""), C(DOWN, al="center", sz=14), C("")]
    rows = [["Trách nhiệm", "Lưu đồ", "Mô tả / Biểu mẫu"]]
    steps = [
        ("Văn phòng", "Lập danh mục hồ sơ", "Tháng 12 hằng năm, Văn phòng tổng hợp đăng ký của các phòng và lập danh mục.\nBM.VP.02.01"),
        ("Viên chức được giao việc", "Mở hồ sơ", "Ghi tiêu đề, số và ký hiệu ngay khi bắt đầu giải quyết công việc."),
        ("Viên chức được giao việc", "Thu thập, sắp xếp văn bản", "Đưa văn bản vào hồ sơ theo thứ tự thời gian; không để bản nháp, bản trùng."),
        ("Trưởng phòng", "Kiểm tra, kết thúc hồ sơ", "Trong 05 ngày làm việc kể từ khi việc kết thúc."),
        ("Văn phòng", "Nhận và bảo quản hồ sơ", "Trong 01 năm kể từ khi kết thúc công việc, giao nộp vào lưu trữ.\nBM.VP.02.02"),
        ("Người có nhu cầu\nVăn phòng", "Khai thác hồ sơ", "Đăng ký vào sổ, trả trong 03 ngày.\nBM.VP.02.03"),
        ("Hội đồng xác định giá trị tài liệu\nGiám đốc", "Huỷ hồ sơ hết giá trị", "Lập biên bản huỷ có chữ ký của Hội đồng.\nBM.VP.02.04"),
    ]
    for n, (who, what, how) in enumerate(steps):
        rows.append([C(who, al="center", va="center"), C(what, al="center", va="center", b=True), C(how)])
        if n < len(steps) - 1:
            rows.append(arrow)
    d.t(rows, [4, 5, 7.4], sh="E2EFD9")
    d.p("5.2. Yêu cầu đối với việc bảo quản", b=True, keep=True)
    d.p("a)\tHồ sơ giấy:", tabs=[(1, "left")], ind=(1, -1))
    d.p("-\tđể trong cặp, hộp có nhãn ghi tên phòng, năm và thời hạn lưu;", tabs=[(2, "left")], ind=(2, -0.6), al="both")
    d.p("-\tkho có giá cách tường ít nhất 10 cm, có bình chữa cháy còn hạn dùng;", tabs=[(2, "left")], ind=(2, -0.6), al="both")
    d.p("b)\tHồ sơ điện tử:", tabs=[(1, "left")], ind=(1, -1))
    d.p("-\tlưu trên máy chủ của Trung tâm, không lưu chỉ ở máy cá nhân;", tabs=[(2, "left")], ind=(2, -0.6), al="both")
    d.p("-\tsao lưu:", tabs=[(2, "left")], ind=(2, -0.6))
    d.p("+\thằng ngày đối với cơ sở dữ liệu,", tabs=[(3, "left")], ind=(3, -0.6))
    d.p("+\thằng tuần đối với thư mục dùng chung.", tabs=[(3, "left")], ind=(3, -0.6))
    d.p("5.3. Thẩm quyền cho khai thác", b=True, keep=True)
    j("Trưởng phòng cho phép khai thác hồ sơ của phòng mình; hồ sơ đã nộp lưu và hồ sơ có độ mật do Giám đốc cho phép. Không mang hồ sơ ra khỏi Trung tâm nếu chưa được đồng ý bằng văn bản.")
    h("6. BIỂU MẪU")
    for s in ("- BM.VP.02.01: Danh mục hồ sơ", "- BM.VP.02.02: Biên bản giao nhận hồ sơ", "- BM.VP.02.03: Sổ khai thác hồ sơ", "- BM.VP.02.04: Biên bản huỷ hồ sơ"):
        d.p(s)
    h("7. LƯU TRỮ")
    d.t([["TT", "Tên hồ sơ", "Bộ phận lưu", "Thời gian lưu"], ["1", "Danh mục hồ sơ", "Văn phòng", "20 năm"], ["2", "Biên bản giao nhận hồ sơ", "Văn phòng", "20 năm"], ["3", "Sổ khai thác hồ sơ", "Văn phòng", "10 năm"], ["4", "Biên bản huỷ hồ sơ", "Văn phòng", "Vĩnh viễn"]], [1.2, 8, 3.6, 3.6], sh="E2EFD9", al=["center", "left", "center", "center"])
    d.p("Lịch sử thay đổi", b=True, i=True, sp=(12, 4), keep=True)
    d.t([["Lần", "Ngày", "Nội dung"], ["01/00", "2.3.2023", "Ban hành lần đầu"], ["01/01", "15.8.2023", "Bổ sung mục 5.3"], ["01/02", "6.5.2024", "Sửa thời hạn giao nộp hồ sơ"], ["01/03", "5.1.2026", "Bổ sung quy định về hồ sơ điện tử"]], [2.4, 3, 11], sh="E2EFD9", al=["center", "center", "left"])
    T = truth("QUY TRÌNH KIỂM SOÁT HỒ SƠ", "QT.VP.02", "01", "03", "2026-01-05", None,
        ["MỤC ĐÍCH", "PHẠM VI ÁP DỤNG", "TÀI LIỆU VIỆN DẪN", "ĐỊNH NGHĨA VÀ CHỮ VIẾT TẮT", "NỘI DUNG", "BIỂU MẪU", "LƯU TRỮ"],
        [step(a, w.split("\n")) for w, a, _ in steps], [f"BM.VP.02.0{n}" for n in (1, 2, 3, 4)],
        ["Danh mục hồ sơ", "Biên bản giao nhận hồ sơ", "Sổ khai thác hồ sơ", "Biên bản huỷ hồ sơ"], ["TCVN ISO 9001:2015", "30/2020/NĐ-CP", "QT.VP.01"],
        ["Hồ sơ", "Danh mục hồ sơ", "HTQLCL", "TTKT"], [rev("01/00", "2023-03-02"), rev("01/01", "2023-08-15"), rev("01/02", "2024-05-06"), rev("01/03", "2026-01-05")], ["Lê Thị Bình", "Trần Văn Cường", "Nguyễn Văn An"])
    return d, T


# 03: headings are bold paragraphs numbered by Word, in no heading style; cover of text boxes; drawn shapes in the steps; comments, footnotes.

def d03():
    d = Doc(font="Times New Roman", size=14, title="QT danh gia noi bo", line=288)
    top = d.numbering([("decimal", "%1.", 1, 1, True), ("decimal", "%1.%2.", 1, 1, True), ("lowerLetter", "%3)", 1.75, 0.75, False)])
    bullets = d.numbering([("bullet", "\uf0b7", 1.25, 0.5, False)])
    d.p(d.shape("rect", "BỆNH VIỆN ĐA KHOA KHU VỰC\nBAN CHỈ ĐẠO ISO", 12, 1.8, at=(2.2, 0.5), edge=None, b=True, sz=14), sp=(0, 0))
    d.p(d.shape("roundRect", "QUY TRÌNH\nĐÁNH GIÁ NỘI BỘ", 13, 4, at=(1.7, 6), b=True, sz=24, fill="DEEAF6", edge="1F4E79"), sp=(0, 0))
    d.p(d.shape("rect", "Mã tài liệu: QT/ISO/03\nLần ban hành: 02\nNgày ban hành: 05/01/2026\nHiệu lực: 01/02/2026", 8, 3.4, at=(4.2, 11), al="left", sz=14), sp=(0, 0))
    d.p(d.shape("rect", "TÀI LIỆU NỘI BỘ – KHÔNG SAO CHÉP", 10, 1, at=(3.2, 22), edge="C00000", color="C00000", sz=12), sp=(0, 0))
    d.page()
    d.t([[C("Phê duyệt", b=True), "<", "<"], [C("Biên soạn", b=True, al="center"), C("Kiểm tra", b=True, al="center"), C("Phê duyệt", b=True, al="center")], ["\n\n\n", "", ""], ["Lê Thị Bình", "Phạm Văn Dũng", "Nguyễn Văn An"], ["Tổ trưởng Tổ quản lý chất lượng", "Phó Giám đốc", "Giám đốc"]], [5.4, 5.4, 5.4], al=["center"] * 3, repeat=False)
    d.t([["Phiên bản", "Ngày", "Tóm tắt thay đổi", "Người sửa"], ["01", "12/6/2023", "Ban hành lần đầu", "Lê Thị Bình"], ["02", "05/01/2026", "Viết lại theo mô hình đánh giá theo quá trình", "Lê Thị Bình"], ["", "", "", ""]], [2.4, 3, 7.4, 3.4], al=["center", "center", "left", "left"])
    h = lambda s: d.p(s, b=True, num=(top, 0), sp=(10, 4), keep=True)
    h2 = lambda s: d.p(s, b=True, num=(top, 1), keep=True)
    j = lambda *s: d.p(*s, al="both", ind=(0, 1.25))
    b = lambda *s: d.p(*s, num=(bullets, 0), al="both", st="ListParagraph")
    h("Mục đích")
    j("Quy định việc lập chương trình, tiến hành và theo dõi các cuộc đánh giá nội bộ, nhằm biết hệ thống quản lý chất lượng có phù hợp với yêu cầu, có được thực hiện và duy trì hiệu lực hay không.")
    h("Phạm vi áp dụng")
    j("Quy trình này áp dụng cho mọi khoa, phòng của bệnh viện", d.fn("Kể cả các đơn vị hoạt động ngoài giờ và phòng khám vệ tinh."), " nằm trong phạm vi của hệ thống quản lý chất lượng.")
    h("Tài liệu tham chiếu")
    b("TCVN ISO 9001:2015, điều 9.2;")
    b("TCVN ISO 9000, Hệ thống quản lý chất lượng – Cơ sở và từ vựng;")
    b("QT/ISO/04 – Quy trình hành động khắc phục.")
    h("Giải thích từ ngữ")
    d.p("Đánh giá nội bộ: quá trình có hệ thống, độc lập và được lập thành văn bản để thu thập bằng chứng và xem xét khách quan mức độ đáp ứng chuẩn mực.", al="both")
    d.p("Chuẩn mực đánh giá: tập hợp các chính sách, quy trình hay yêu cầu dùng để so sánh với bằng chứng.", al="both")
    d.p("ĐGV: đánh giá viên")
    d.p("KPH: sự không phù hợp")
    h("Nội dung quy trình")
    h2("Lưu đồ thực hiện")
    w = 5.2
    steps = [
        ("flowChartTerminator", "Lập chương trình đánh giá năm", "Tổ QLCL", "Tháng 01 hằng năm; mỗi đơn vị được đánh giá ít nhất một lần trong năm.\nBM/ISO/03-01"),
        ("flowChartDecision", "Phê duyệt", "Giám đốc", "Trong 03 ngày kể từ khi nhận chương trình."),
        ("flowChartProcess", "Thành lập đoàn, lập kế hoạch đánh giá", "Trưởng đoàn đánh giá", "ĐGV không đánh giá công việc của chính mình. Gửi kế hoạch cho đơn vị trước 05 ngày làm việc.\nBM/ISO/03-02"),
        ("flowChartProcess", "Tiến hành đánh giá tại đơn vị", "Đoàn đánh giá\nĐơn vị được đánh giá", "Phỏng vấn, quan sát, xem hồ sơ; ghi vào phiếu.\nBM/ISO/03-03"),
        ("flowChartProcess", "Lập báo cáo đánh giá", "Trưởng đoàn đánh giá", "Trong 05 ngày sau khi kết thúc.\nBM/ISO/03-04"),
        ("flowChartProcess", "Khắc phục điểm không phù hợp", "Đơn vị được đánh giá", "Theo QT/ISO/04."),
        ("flowChartTerminator", "Theo dõi, lưu hồ sơ", "Tổ QLCL", "Hồ sơ lưu 03 năm."),
    ]
    rows = [["Trách nhiệm", "Các bước thực hiện", "Mô tả / tài liệu liên quan"]]
    for n, (prst, what, who, how) in enumerate(steps):
        mid = [p(d.shape(prst, what, w, 1.9 if prst == "flowChartDecision" else 1.5, sz=10.5), al="center", sp=(4, 0))]
        if n < len(steps) - 1:
            mid.append(p(d.shape("straightConnector1", "", 0.02, 0.7), al="center", sp=(0, 0)))
        rows.append([C(who, al="center", va="center"), C(mid, va="center"), C(how, va="center")])
    d.t(rows, [4, w + 0.4, 6.6], sh="DEEAF6", cant=True, sz=13)
    h2("Yêu cầu đối với đánh giá viên")
    j("Đánh giá viên phải:")
    d.p("đã qua khoá đào tạo về đánh giá nội bộ và có giấy chứng nhận;", num=(top, 2), al="both")
    d.p("có ít nhất hai năm làm việc tại bệnh viện;", num=(top, 2), al="both")
    d.p("được Giám đốc ", d.comment("công nhận bằng văn bản", "Có cần nêu hình thức văn bản không?"), ".", num=(top, 2), al="both")
    h2("Phân loại điểm phát hiện")
    d.t([["Mức", "Dấu hiệu nhận biết", "Hạn xử lý"], ["KPH nặng", "Không thực hiện một yêu cầu, hoặc sai lỗi lặp lại nhiều nơi, ảnh hưởng trực tiếp đến người bệnh", "15 ngày"], ["KPH nhẹ", "Sai lỗi đơn lẻ, không ảnh hưởng đến kết quả", "30 ngày"], ["Khuyến nghị", "Chưa phải sai lỗi nhưng nên cải tiến", "Đơn vị tự xác định"]], [3.4, 9, 3.6], sh="DEEAF6")
    h("Hồ sơ lưu")
    d.t([["STT", "Tên hồ sơ", "Mã số", "Thời gian lưu"], ["1", "Chương trình đánh giá năm", "BM/ISO/03-01", "03 năm"], ["2", "Kế hoạch đánh giá", "BM/ISO/03-02", "03 năm"], ["3", "Phiếu ghi chép đánh giá", "BM/ISO/03-03", "03 năm"], ["4", "Báo cáo đánh giá nội bộ", "BM/ISO/03-04", "03 năm"]], [1.4, 7.4, 4, 3.2], sh="DEEAF6", al=["center", "left", "center", "center"])
    f = d.footer(p("QT/ISO/03 – Lần ban hành: 02", "\tTrang ", simple_field("PAGE", "1", sz=11), "/", simple_field("NUMPAGES", "6", sz=11), sz=11, tabs=[(16.3, "right")]))
    d.last = d.sect(footer=f, first=True)
    T = truth("QUY TRÌNH ĐÁNH GIÁ NỘI BỘ", "QT/ISO/03", "02", None, "2026-01-05", "2026-02-01",
        ["Mục đích", "Phạm vi áp dụng", "Tài liệu tham chiếu", "Giải thích từ ngữ", "Nội dung quy trình", "Hồ sơ lưu"],
        [step(a, r.split("\n")) for _, a, r, _ in steps], [f"BM/ISO/03-0{n}" for n in (1, 2, 3, 4)],
        ["Chương trình đánh giá năm", "Kế hoạch đánh giá", "Phiếu ghi chép đánh giá", "Báo cáo đánh giá nội bộ"], ["TCVN ISO 9001:2015", "TCVN ISO 9000", "QT/ISO/04"],
        ["Đánh giá nội bộ", "Chuẩn mực đánh giá", "ĐGV", "KPH"], [rev("01", "2023-06-12"), rev("02", "2026-01-05")], ["Lê Thị Bình", "Phạm Văn Dũng", "Nguyễn Văn An"])
    return d, T


# 04: roman numbers typed; the code in the page header alone; steps are paragraphs; pending changes; signed with tabs, without a table.

def d04():
    d = Doc(size=14, title="", line=312)
    d.track = True
    d.p("CÔNG TY CỔ PHẦN CẤP NƯỚC ĐÔ THỊ", b=True, al="center", sp=(0, 0))
    d.p("PHÒNG QUẢN LÝ CHẤT LƯỢNG", al="center", u=True, b=True, sp=(0, 24))
    d.p("QUY TRÌNH KHẮC PHỤC, PHÒNG NGỪA SỰ KHÔNG PHÙ HỢP", b=True, al="center", sz=16, sp=(0, 4))
    d.p("(Ban hành lần thứ 3, có hiệu lực từ ngày 20 tháng 01 năm 2026)", i=True, al="center", sp=(0, 18))
    h = lambda s: d.p(s, b=True, sp=(10, 4), keep=True)
    j = lambda *s: d.p(*s, al="both", ind=(0, 1.27))
    h("I. MỤC ĐÍCH")
    j("Quy trình này nhằm tìm ra và loại bỏ nguyên nhân của sự không phù hợp đã xảy ra, ngăn không cho ", dele("nó"), ins("sự không phù hợp đó", 902), " lặp lại hoặc xảy ra ở nơi khác.")
    h("II. PHẠM VI ÁP DỤNG")
    j("Áp dụng cho tất cả các phòng, xí nghiệp và trạm bơm của Công ty.")
    h("III. CĂN CỨ")
    j("1. TCVN ISO 9001:2015 (điều 8.7 và điều 10.2).")
    j("2. Quy chế làm việc của Công ty.")
    h("IV. GIẢI THÍCH TỪ NGỮ")
    j("1. __Sự không phù hợp__ là việc không đáp ứng một yêu cầu đã nêu ra, ngầm hiểu chung hoặc bắt buộc.")
    j("2. __Khắc phục__ là hành động loại bỏ sự không phù hợp đã được phát hiện.")
    j("3. __Hành động khắc phục__ là hành động loại bỏ nguyên nhân của sự không phù hợp, để nó không tái diễn.")
    h("V. NỘI DUNG")
    j("Sự không phù hợp có thể được biết từ: khiếu nại của khách hàng; kết quả đánh giá nội bộ; kết quả thử nghiệm nước; báo cáo của ca vận hành; ý kiến của cơ quan quản lý nhà nước.")
    j("**Bước 1: Phát hiện và ghi nhận sự không phù hợp** (Trách nhiệm: Người phát hiện; Thời gian: ngay trong ca làm việc)")
    j("Người phát hiện ghi vào phiếu KPH-01, nêu rõ nơi, lúc, hiện tượng và người làm chứng; không ghi phỏng đoán nguyên nhân.")
    j("**Bước 2: Xử lý tức thời** (Trách nhiệm: Trưởng đơn vị; Thời gian: ", dele("48 giờ", 903), ins("24 giờ", 904), ")")
    j("Trưởng đơn vị quyết định cách xử lý: sửa chữa, làm lại, cô lập, huỷ bỏ hoặc nhân nhượng. Trường hợp chất lượng nước không đạt thì phải ngừng cấp ngay và báo Giám đốc qua điện thoại.")
    j("**Bước 3: Phân tích nguyên nhân** (Trách nhiệm: Trưởng đơn vị, Phòng QLCL; Thời gian: 05 ngày làm việc)")
    j("Dùng phương pháp “5 tại sao” hoặc biểu đồ xương cá. Nguyên nhân phải được nêu đến mức có thể hành động được; không chấp nhận nguyên nhân “do sơ suất”.")
    j("**Bước 4: Đề ra hành động khắc phục** (Trách nhiệm: Trưởng đơn vị; Thời gian: 02 ngày làm việc)")
    j("Mỗi hành động có người làm và hạn hoàn thành, ghi vào phiếu KPH-02.")
    j("**Bước 5: Phê duyệt** (Trách nhiệm: Phó Giám đốc kỹ thuật; Thời gian: 01 ngày làm việc)")
    j("**Bước 6: Thực hiện hành động khắc phục** (Trách nhiệm: Đơn vị được giao; Thời gian: theo kế hoạch đã duyệt)")
    j("**Bước 7: Kiểm tra hiệu lực và đóng phiếu** (Trách nhiệm: Phòng QLCL; Thời gian: 30 ngày sau khi hoàn thành)")
    j("Phòng QLCL kiểm tra tại hiện trường. Nếu sự không phù hợp tái diễn thì trở lại Bước 3. ", ins("Kết quả được đưa vào báo cáo xem xét của lãnh đạo.", 905))
    h("VI. BIỂU MẪU VÀ HỒ SƠ")
    j("1. Biểu mẫu: KPH-01 Phiếu báo sự không phù hợp; KPH-02 Phiếu hành động khắc phục; KPH-03 Sổ theo dõi.")
    j("2. Hồ sơ phải lưu gồm:")
    d.p("- Phiếu báo sự không phù hợp (lưu 03 năm tại Phòng QLCL);", ind=(1.27, 0))
    d.p("- Phiếu hành động khắc phục (lưu 03 năm tại Phòng QLCL);", ind=(1.27, 0))
    d.p("- Sổ theo dõi (lưu 05 năm tại Phòng QLCL).", ind=(1.27, 0))
    h("VII. TỔ CHỨC THỰC HIỆN")
    j("Trưởng các đơn vị phổ biến quy trình này đến từng người lao động. Trong quá trình thực hiện, nếu có vướng mắc thì phản ánh về Phòng Quản lý chất lượng để tổng hợp, trình Giám đốc xem xét.")
    tabs = [(2.6, "center"), (8.2, "center"), (13.8, "center")]
    d.p("\t\tNgày 05 tháng 01 năm 2026", i=True, tabs=[(2.6, "center"), (13.8, "center")], sp=(18, 0), keep=True)
    d.p("\tNGƯỜI SOẠN THẢO\tNGƯỜI XEM XÉT\tNGƯỜI PHÊ DUYỆT", b=True, tabs=tabs, sz=13, sp=(6, 60), keep=True)
    d.p("\tHoàng Thị Giang\tTrần Văn Cường\tNguyễn Văn An", b=True, tabs=tabs)
    head = d.header(p("Công ty CP Cấp nước Đô thị\tQT-QLCL-04", sz=11, i=True, tabs=[(16.5, "right")], border=True))
    foot = d.footer(p(page(sz=11), al="center"))
    d.last = d.sect(header=head, footer=foot)
    S = [("Phát hiện và ghi nhận sự không phù hợp", ["Người phát hiện"], "ngay trong ca làm việc"), ("Xử lý tức thời", ["Trưởng đơn vị"], "24 giờ"), ("Phân tích nguyên nhân", ["Trưởng đơn vị", "Phòng QLCL"], "05 ngày làm việc"), ("Đề ra hành động khắc phục", ["Trưởng đơn vị"], "02 ngày làm việc"), ("Phê duyệt", ["Phó Giám đốc kỹ thuật"], "01 ngày làm việc"), ("Thực hiện hành động khắc phục", ["Đơn vị được giao"], "theo kế hoạch đã duyệt"), ("Kiểm tra hiệu lực và đóng phiếu", ["Phòng QLCL"], "30 ngày sau khi hoàn thành")]
    T = truth("QUY TRÌNH KHẮC PHỤC, PHÒNG NGỪA SỰ KHÔNG PHÙ HỢP", "QT-QLCL-04", "3", None, "2026-01-05", "2026-01-20",
        ["MỤC ĐÍCH", "PHẠM VI ÁP DỤNG", "CĂN CỨ", "GIẢI THÍCH TỪ NGỮ", "NỘI DUNG", "BIỂU MẪU VÀ HỒ SƠ", "TỔ CHỨC THỰC HIỆN"],
        [step(*s) for s in S], ["KPH-01", "KPH-02", "KPH-03"], ["Phiếu báo sự không phù hợp", "Phiếu hành động khắc phục", "Sổ theo dõi"], ["TCVN ISO 9001:2015"],
        ["Sự không phù hợp", "Khắc phục", "Hành động khắc phục"], [], ["Hoàng Thị Giang", "Trần Văn Cường", "Nguyễn Văn An"])
    return d, T


# 05: "Điều 1. …" with clauses and points as in a regulation; letterhead of the administration; a landscape section with a wide table.

def d05():
    d = Doc(size=14, title="Quy trình xem xét của lãnh đạo", line=300)
    d.add(tbl([[C([p("UBND TỈNH", al="center", sp=(0, 0), sz=13), p("**SỞ VĂN HOÁ VÀ THỂ THAO**", al="center", sp=(0, 0), sz=12), p("―――――", al="center", sp=(0, 0), sz=10)]), C([p("**CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM**", al="center", sp=(0, 0), sz=12), p("**Độc lập - Tự do - Hạnh phúc**", al="center", sp=(0, 0), sz=13), p("―――――――――", al="center", sp=(0, 0), sz=10)])], [C("Mã số: QT.05/VHTT", al="center"), C("ngày 05 tháng 01 năm 2026", al="center", i=True)]], [6.4, 10.2], hdr=0, borders=False, st=None, sz=13))
    d.p("", sp=(0, 0))
    d.p("QUY TRÌNH", b=True, al="center", sp=(12, 0))
    d.p("Xem xét của lãnh đạo về hệ thống quản lý chất lượng", b=True, al="center", sp=(0, 18))
    h = lambda s: d.p(s, b=True, ind=(0, 1.27), sp=(8, 4), keep=True)
    j = lambda *s: d.p(*s, al="both", ind=(0, 1.27))
    h("Điều 1. Mục đích")
    j("Quy trình này quy định việc lãnh đạo Sở định kỳ xem xét hệ thống quản lý chất lượng, để hệ thống luôn phù hợp, thoả đáng, có hiệu lực và hướng theo nhiệm vụ của Sở.")
    h("Điều 2. Phạm vi và đối tượng áp dụng")
    j("1. Quy trình áp dụng cho các cuộc họp xem xét thường kỳ và đột xuất.")
    j("2. Đối tượng áp dụng:")
    j("a) Giám đốc, các Phó Giám đốc Sở;")
    j("b) Trưởng các phòng chuyên môn, Chánh Văn phòng;")
    j("c) Tổ giúp việc ISO.")
    h("Điều 3. Căn cứ")
    j("1. Quyết định số 19/2014/QĐ-TTg ngày 05 tháng 3 năm 2014 của Thủ tướng Chính phủ.")
    j("2. Quyết định số 101/QĐ-BKHCN của Bộ Khoa học và Công nghệ về mô hình khung hệ thống quản lý chất lượng.")
    j("3. TCVN ISO 9001:2015, điều 9.3.")
    h("Điều 4. Giải thích từ ngữ")
    j("1. “Xem xét của lãnh đạo” là việc lãnh đạo cao nhất đánh giá một cách có hệ thống sự phù hợp và hiệu lực của hệ thống quản lý chất lượng.")
    j("2. “Đầu vào xem xét” là thông tin phải chuẩn bị trước cuộc họp theo Phụ lục của quy trình này.")
    j("3. “QMR” là người được Giám đốc giao chịu trách nhiệm về hệ thống quản lý chất lượng.")
    h("Điều 5. Trình tự thực hiện")
    j("1. Các bước được thực hiện theo bảng sau:")
    S = [("Thông báo kế hoạch họp", ["QMR"], "Trước ngày họp 15 ngày"), ("Chuẩn bị báo cáo của phòng", ["Trưởng phòng"], "07 ngày"), ("Tổng hợp báo cáo chung", ["Tổ giúp việc ISO"], "03 ngày"), ("Tổ chức họp xem xét", ["Giám đốc", "QMR", "Trưởng phòng"], "½ ngày"), ("Ra thông báo kết luận", ["Chánh Văn phòng"], "02 ngày làm việc"), ("Thực hiện kết luận và báo cáo kết quả", ["Phòng được giao"], "Theo thông báo kết luận")]
    note = ["Văn bản gửi qua hệ thống điều hành", "BM.05.01", "BM.05.02", "Biên bản họp – BM.05.03", "Thông báo kết luận", "Báo cáo"]
    d.t([["Bước", "Nội dung", "Người thực hiện", "Thời hạn", "Sản phẩm"]] + [[str(n + 1), a, "; ".join(r), t, note[n]] for n, (a, r, t) in enumerate(S)], [1.6, 5, 3.8, 3, 3.2], al=["center", "left", "left", "center", "left"])
    j("2. Nội dung cuộc họp phải bao gồm:")
    j("a) Việc thực hiện kết luận của lần xem xét trước;")
    j("b) Những thay đổi bên trong và bên ngoài có liên quan:")
    d.p("- thay đổi về tổ chức, nhân sự;", ind=(1.27, 0), al="both")
    d.p("- thay đổi về chính sách, pháp luật:", ind=(1.27, 0), al="both")
    d.p("+ văn bản mới ban hành trong kỳ;", ind=(2, 0), al="both")
    d.p("+ văn bản dự kiến có hiệu lực trong kỳ tới;", ind=(2, 0), al="both")
    j("c) Kết quả đánh giá nội bộ, mức độ hài lòng của tổ chức, cá nhân;")
    j("d) Cơ hội cải tiến.")
    h("Điều 6. Biểu mẫu và hồ sơ")
    j("1. Biểu mẫu áp dụng: BM.05.01 (Báo cáo của phòng); BM.05.02 (Báo cáo chung); BM.05.03 (Biên bản họp).")
    j("2. Hồ sơ lưu tại Văn phòng trong thời hạn 05 năm, gồm: Báo cáo chung; Biên bản họp; Thông báo kết luận.")
    h("Điều 7. Hiệu lực thi hành")
    j("1. Quy trình này có hiệu lực từ ngày 01 tháng 02 năm 2026.")
    j("2. Chánh Văn phòng, Trưởng các phòng có trách nhiệm thi hành quy trình này.")
    d.add(tbl([[C([p("Nơi nhận:", sz=12, sp=(0, 0), b=True, i=True), p("- Như Điều 7;", sz=11, sp=(0, 0)), p("- Lãnh đạo Sở;", sz=11, sp=(0, 0)), p("- Lưu: VT, ISO.", sz=11, sp=(0, 0))]), C([p("**GIÁM ĐỐC**", al="center", sp=(0, 70)), p("**Nguyễn Văn An**", al="center")])]], [8, 8.5], hdr=0, borders=False, st=None))
    foot = d.footer(p(page(sz=13), al="center"))
    d.end_section(d.sect(footer=foot, first=True))
    d.p("Phụ lục", b=True, al="center", sp=(0, 0))
    d.p("ĐẦU VÀO CỦA CUỘC HỌP XEM XÉT", b=True, al="center")
    d.p("(Kèm theo Quy trình xem xét của lãnh đạo)", i=True, al="center", sp=(0, 8))
    wide = [["TT", "Thông tin đầu vào", "Phòng chuẩn bị", C("Kỳ báo cáo", al="center"), "<", "<", "<", "Nguồn số liệu", "Ghi chú"], ["^", "^", "^", "Quý I", "Quý II", "Quý III", "Quý IV", "^", "^"]]
    for n, (a, b, c, e) in enumerate([("Kết quả giải quyết thủ tục hành chính", "Văn phòng", "xxxx", "Hệ thống một cửa"), ("Mức độ hài lòng của tổ chức, cá nhân", "Văn phòng", "--xx", "Phiếu khảo sát"), ("Kết quả đánh giá nội bộ", "Tổ giúp việc ISO", "---x", "Báo cáo đánh giá"), ("Tình hình khắc phục sự không phù hợp", "Các phòng", "xxxx", "Sổ theo dõi"), ("Mức độ đạt mục tiêu chất lượng", "Các phòng", "-x-x", "Báo cáo của phòng"), ("Nguồn lực và nhu cầu bổ sung", "Phòng Tổ chức", "---x", "Kế hoạch biên chế"), ("Rủi ro và cơ hội", "Các phòng", "-x-x", "Bảng nhận diện rủi ro")]):
        wide.append([str(n + 1), a, b, *[x if x == "x" else "" for x in c], e, ""])
    d.t(wide, [1.2, 6.8, 3.6, 1.8, 1.8, 1.8, 1.8, 4.6, 2], hdr=2, al=["center", "left", "left", "center", "center", "center", "center", "left", "left"], sh="EDEDED")
    d.last = d.sect(footer=foot, landscape=True)
    T = truth("QUY TRÌNH Xem xét của lãnh đạo về hệ thống quản lý chất lượng", "QT.05/VHTT", None, None, "2026-01-05", "2026-02-01",
        ["Mục đích", "Phạm vi và đối tượng áp dụng", "Căn cứ", "Giải thích từ ngữ", "Trình tự thực hiện", "Biểu mẫu và hồ sơ", "Hiệu lực thi hành", "ĐẦU VÀO CỦA CUỘC HỌP XEM XÉT"],
        [step(*s) for s in S], ["BM.05.01", "BM.05.02", "BM.05.03"], ["Báo cáo chung", "Biên bản họp", "Thông báo kết luận"], ["19/2014/QĐ-TTg", "101/QĐ-BKHCN", "TCVN ISO 9001:2015"],
        ["Xem xét của lãnh đạo", "Đầu vào xem xét", "QMR"], [], [None, None, "Nguyễn Văn An"])
    return d, T


# 06: every heading stands in a shaded table of one cell; the table of steps is broken by hand and its heading typed again; content controls.

def d06():
    d = Doc(font="Arial", size=11, title="Mua sắm hàng hoá, dịch vụ", margins=(1.3, 1.3, 2.5, 2), line=252, after=3)
    title = sdt(run("QUY TRÌNH MUA SẮM HÀNG HOÁ, DỊCH VỤ", b=True, sz=16), "Tiêu đề", "title")
    code = sdt(run("P-PUR-06"), "Mã", "code", id_=1002)
    date = sdt(run("05/01/2026"), "Ngày hiệu lực", "date", kind='<w:date w:fullDate="2026-01-05T00:00:00Z"><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="vi-VN"/></w:date>', id_=1003)
    d.add(tbl([[C([p(d.img(png(1), 1.6, 1.6), al="center")]), C([p(title, al="center"), p("__Purchasing procedure__", al="center", sz=10)], va="center"), C([p("Mã: ", code, sz=10, sp=(1, 1)), p("Phiên bản: 4.1", sz=10, sp=(1, 1)), p("Hiệu lực: ", date, sz=10, sp=(1, 1))], va="center")]], [2.6, 9.4, 4.5], hdr=0))
    d.p("", sp=(0, 0))

    def h(s):
        d.add(tbl([[C([p(s, b=True, color="FFFFFF", sp=(3, 3), keep=True)], sh="1F3864")]], [16.5], hdr=0), p("", sp=(0, 0), sz=4))

    j = lambda *s: d.p(*s, al="both")
    h("1. Mục đích")
    j("Bảo đảm hàng hoá và dịch vụ mua vào đúng yêu cầu, đúng lúc, giá hợp lý, và việc lựa chọn nhà cung cấp minh bạch.")
    h("2. Phạm vi")
    j("Áp dụng cho việc mua nguyên liệu, vật tư, thiết bị và thuê dịch vụ của Công ty. Việc mua sắm bằng vốn ngân sách nhà nước theo pháp luật về đấu thầu, không thuộc quy trình này.")
    h("3. Tài liệu liên quan")
    d.p("• TCVN ISO 9001:2015 – điều 8.4", ind=(0.6, -0.4))
    d.p("• P-WHS-03 – Quản lý kho", ind=(0.6, -0.4))
    d.p("• P-ACC-01 – Thanh toán", ind=(0.6, -0.4))
    h("4. Thuật ngữ, viết tắt")
    d.t([["PR", "Phiếu yêu cầu mua hàng (Purchase Request)"], ["PO", "Đơn đặt hàng (Purchase Order)"], ["NCC", "Nhà cung cấp"], ["Danh sách NCC được duyệt", "Danh sách những nhà cung cấp đã được đánh giá và Giám đốc cho phép mua"]], [4.5, 12], hdr=0, sz=11)
    h("5. Nội dung thực hiện")
    d.p("5.1 Các bước mua hàng", b=True)
    head = ["STT", "Nội dung công việc", "Người chịu trách nhiệm", "Thời gian thực hiện", "Tài liệu, biểu mẫu"]
    S = [
        ("Lập phiếu yêu cầu mua hàng", ["Bộ phận có nhu cầu"], "Trước ngày 20 hằng tháng", "F-PUR-01", "Ghi rõ tên hàng, quy cách, số lượng, ngày cần và mục đích dùng."),
        ("Kiểm tra tồn kho và ngân sách", ["Thủ kho", "Kế toán"], "1 ngày", "F-PUR-01", "Nếu còn đủ tồn kho thì trả lại phiếu và ghi lý do."),
        ("Duyệt yêu cầu", ["Trưởng bộ phận", "Giám đốc"], "1 ngày", "F-PUR-01", "Trưởng bộ phận duyệt đến 20 triệu đồng; trên mức đó do Giám đốc duyệt."),
        ("Hỏi giá, chọn nhà cung cấp", ["Nhân viên mua hàng"], "3 ngày", "F-PUR-02", "Lấy ít nhất ba báo giá, trừ hàng có trong hợp đồng nguyên tắc."),
        ("Ký đơn đặt hàng", ["Giám đốc"], "1 ngày", "F-PUR-03", ""),
        ("Theo dõi giao hàng", ["Nhân viên mua hàng"], "Theo PO", "", "Chậm quá hai ngày thì báo bộ phận có nhu cầu."),
        ("Kiểm tra và nhập kho", ["QC", "Thủ kho"], "Trong ngày nhận hàng", "F-PUR-04", "Hàng không đạt để ở khu vực riêng và trả nhà cung cấp."),
        ("Thanh toán", ["Kế toán"], "Theo hợp đồng", "P-ACC-01", ""),
        ("Đánh giá lại nhà cung cấp", ["Trưởng phòng Mua hàng"], "06 tháng/lần", "F-PUR-05", "Nhà cung cấp dưới 60 điểm bị đưa ra khỏi danh sách."),
    ]
    row = lambda n, s: [str(n), C([p(s[0], sz=10, sp=(2, 2)), *([p(s[4], sz=9, i=True, sp=(0, 2))] if s[4] else [])]), "\n".join(s[1]), s[2], s[3]]
    k = dict(sh="D9E2F3", al=["center", "left", "left", "center", "center"], sz=10, repeat=False)
    w = [1.2, 6.6, 3.4, 2.9, 2.4]
    d.t([head] + [row(n + 1, s) for n, s in enumerate(S[:4])], w, **k)
    d.p("(tiếp theo)", i=True, al="right", sp=(0, 2), before_page=True)
    d.t([head] + [row(n + 5, s) for n, s in enumerate(S[4:])], w, **k)
    d.p("5.2 Chấm điểm nhà cung cấp", b=True)
    d.t([["Tiêu chí", "Trọng số", "Cách chấm"], ["Chất lượng", "40", "Tỷ lệ lô hàng đạt ngay lần đầu"], ["Thời hạn", "30", "Tỷ lệ đơn hàng giao đúng hẹn"], ["Giá", "20", "So với trung bình của ba báo giá"], ["Hỗ trợ", "10", "Ý kiến của bộ phận sử dụng"]], [4.5, 2.5, 9.5], sh="D9E2F3", al=["left", "center", "left"], sz=10)
    h("6. Biểu mẫu")
    d.t([["F-PUR-01", "Phiếu yêu cầu mua hàng"], ["F-PUR-02", "Bảng so sánh báo giá"], ["F-PUR-03", "Đơn đặt hàng"], ["F-PUR-04", "Biên bản nhận hàng"], ["F-PUR-05", "Phiếu đánh giá nhà cung cấp"]], [3.5, 13], hdr=0, sz=10)
    h("7. Lưu hồ sơ")
    d.t([["Hồ sơ", "Nơi lưu", "Thời gian"], ["Hồ sơ mua hàng theo từng PO", "Phòng Mua hàng", "5 năm"], ["Danh sách NCC được duyệt", "Phòng Mua hàng", "Khi có bản mới"], ["Phiếu đánh giá nhà cung cấp", "Phòng Mua hàng", "3 năm"]], [8.5, 4.5, 3.5], sh="D9E2F3", sz=10)
    h("8. Lịch sử thay đổi")
    d.t([["Phiên bản", "Ngày hiệu lực", "Mô tả thay đổi", "Người soạn", "Người duyệt"], ["4.1", "05/01/2026", "Nâng mức duyệt của trưởng bộ phận lên 20 triệu đồng", "Hoàng Thị Giang", "Nguyễn Văn An"], ["4.0", "01/7/2024", "Viết lại toàn bộ", "Hoàng Thị Giang", "Nguyễn Văn An"], ["3.0", "15/02/2022", "Thêm việc đánh giá lại nhà cung cấp", "Phạm Văn Dũng", "Nguyễn Văn An"]], [2, 2.8, 6, 2.9, 2.8], sh="D9E2F3", al=["center", "center", "left", "left", "left"], sz=10)
    d.add(tbl([[C([p("Phụ lục: Phiếu yêu cầu mua hàng", b=True, color="FFFFFF", sp=(3, 3), before_page=True)], sh="1F3864")]], [16.5], hdr=0))
    d.p("PHIẾU YÊU CẦU MUA HÀNG", b=True, al="center", sz=14, sp=(14, 2))
    d.p("Số: ………… Ngày: …… / …… / ………", al="center", sp=(0, 8))
    d.p("Bộ phận yêu cầu:\t", tabs=[(16.5, "right", "dot")])
    d.p("Mục đích sử dụng:\t", tabs=[(16.5, "right", "dot")])
    d.t([["STT", "Tên hàng, quy cách", "ĐVT", "Số lượng", "Ngày cần", "Ghi chú"]] + [[str(n), *[""] * 5] for n in range(1, 9)], [1.2, 6.6, 1.6, 2, 2.4, 2.7], sh="D9E2F3", sz=10, height=0.8)
    d.add(tbl([[C("Người yêu cầu", b=True, al="center"), C("Trưởng bộ phận", b=True, al="center"), C("Thủ kho", b=True, al="center"), C("Giám đốc", b=True, al="center")], *[[""] * 4] * 3], [4.1, 4.1, 4.1, 4.2], hdr=0, borders=False, st=None, sz=10))
    d.last = d.sect(footer=d.footer(p("Tài liệu in ra là bản không kiểm soát.\t", page(sz=9), " / ", pages("4", sz=9), sz=9, tabs=[(16.5, "right")])))
    T = truth("QUY TRÌNH MUA SẮM HÀNG HOÁ, DỊCH VỤ", "P-PUR-06", "4.1", None, None, "2026-01-05",
        ["Mục đích", "Phạm vi", "Tài liệu liên quan", "Thuật ngữ, viết tắt", "Nội dung thực hiện", "Biểu mẫu", "Lưu hồ sơ", "Lịch sử thay đổi", "Phiếu yêu cầu mua hàng"],
        [step(s[0], s[1], s[2]) for s in S], [f"F-PUR-0{n}" for n in range(1, 6)], ["Hồ sơ mua hàng theo từng PO", "Danh sách NCC được duyệt", "Phiếu đánh giá nhà cung cấp"],
        ["TCVN ISO 9001:2015", "P-WHS-03", "P-ACC-01"], ["PR", "PO", "NCC", "Danh sách NCC được duyệt"], [rev("4.1", "2026-01-05"), rev("4.0", "2024-07-01"), rev("3.0", "2022-02-15")], ["Hoàng Thị Giang", None, "Nguyễn Văn An"])
    return d, T


# 07: written in Word in Vietnamese (its style ids); all-caps headings without numbers; contents typed by hand;
#     steps under a heading of two rows, a role over several rows, a step over two rows.

def d07():
    d = Doc(size=13, ids="vi", head={1: {"b": True, "sz": 13, "color": "1F4E79"}, 2: {"b": True, "i": True}}, title="QUY TRÌNH ĐÀO TẠO", line=300)
    d.p("TRƯỜNG CAO ĐẲNG NGHỀ", al="center", b=True, sz=14, sp=(0, 0))
    d.p("PHÒNG TỔ CHỨC – HÀNH CHÍNH", al="center", b=True, u=True, sz=14, sp=(0, 120))
    d.p("QUY TRÌNH ĐÀO TẠO, BỒI DƯỠNG VIÊN CHỨC", st="Title", sp=(0, 60))
    d.add(tbl([["Ký hiệu", ": QT.ĐT.07"], ["Lần ban hành", ": 03"], ["Ngày ban hành", ": 05/01/2026"]], [4, 5], hdr=0, borders=False, st=None, sz=14))
    d.p("", sp=(0, 90))
    d.t([["", C("Biên soạn", b=True, al="center"), C("Soát xét", b=True, al="center"), C("Phê duyệt", b=True, al="center")], [C("Chữ ký", b=True), "", "", ""], [C("Họ tên", b=True), "Lê Thị Bình", "Phạm Văn Dũng", "Nguyễn Văn An"], [C("Chức danh", b=True), "Chuyên viên", "Trưởng phòng", "Hiệu trưởng"]], [2.6, 4.6, 4.6, 4.6], hdr=0, al=["left", "center", "center", "center"], height=[0.7, 2, 0.7, 0.7])
    d.page()
    d.p("MỤC LỤC", al="center", b=True)
    for s, n in (("Mục đích", 3), ("Phạm vi áp dụng", 3), ("Tài liệu viện dẫn", 3), ("Thuật ngữ", 3), ("Nội dung quy trình", 4), ("Biểu mẫu", 5), ("Hồ sơ", 5), ("Phụ lục", 6)):
        d.p(f"{s.upper()}\t{n}", tabs=[(16.4, "right", "dot")], sp=(2, 2))
    d.p("CÁC LẦN SỬA ĐỔI", al="center", b=True, sp=(18, 6))
    d.t([["Lần ban hành/sửa đổi", "Ngày", "Trang", "Nội dung"], ["01", "20/9/2021", "Tất cả", "Ban hành mới"], ["02", "18/3/2023", "Tất cả", "Thay đổi tên đơn vị"], ["03", "05/01/2026", "4, 5", "Thêm bước đánh giá sau đào tạo"], ["", "", "", ""]], [4, 3, 2.4, 7], al=["center", "center", "center", "left"])
    d.page()
    h = lambda s: d.p(s, st="Heading1")
    j = lambda *s: d.p(*s, al="both", ind=(0, 1))
    h("MỤC ĐÍCH")
    j("Quy định thống nhất trình tự xác định nhu cầu, lập kế hoạch, tổ chức và đánh giá kết quả đào tạo, bồi dưỡng, để viên chức và người lao động có đủ năng lực làm công việc được giao.")
    h("PHẠM VI ÁP DỤNG")
    j("Áp dụng đối với mọi viên chức, người lao động của Trường; kể cả người trong thời gian tập sự.")
    h("TÀI LIỆU VIỆN DẪN")
    d.p("TCVN ISO 9001:2015 (điều 7.2, 7.3)", ind=(1, 0))
    d.p("Luật Viên chức", ind=(1, 0))
    d.p("Quyết định 19/2014/QĐ-TTg", ind=(1, 0))
    d.p("QT.HS.02 Quy trình kiểm soát hồ sơ", ind=(1, 0))
    h("THUẬT NGỮ")
    d.t([["Thuật ngữ", "Giải thích"], ["Đào tạo", "Quá trình truyền thụ, tiếp nhận có hệ thống những tri thức, kỹ năng theo từng cấp học, bậc học"], ["Bồi dưỡng", "Hoạt động trang bị, cập nhật, nâng cao kiến thức, kỹ năng làm việc"], ["Đào tạo nội bộ", "Việc người của Trường hướng dẫn lại cho đồng nghiệp"]], [4, 12.4], sh="DEEAF6")
    h("NỘI DUNG QUY TRÌNH")
    d.p("Trình tự các bước", st="Heading2")
    S = [
        ("Đăng ký nhu cầu đào tạo", ["Các khoa, phòng"], "Trước 15/11"),
        ("Tổng hợp nhu cầu, dự toán kinh phí", ["Phòng Tổ chức – Hành chính"], "10 ngày"),
        ("Lập kế hoạch đào tạo năm", ["Phòng Tổ chức – Hành chính"], "05 ngày"),
        ("Phê duyệt kế hoạch", ["Hiệu trưởng"], "03 ngày"),
        ("Tổ chức đào tạo", ["Phòng Tổ chức – Hành chính", "Giảng viên"], "Theo kế hoạch"),
        ("Đánh giá kết quả sau đào tạo", ["Trưởng khoa, phòng"], "03 tháng sau khoá học"),
        ("Cập nhật hồ sơ viên chức", ["Phòng Tổ chức – Hành chính"], "02 ngày"),
    ]
    rows = [
        ["Bước", "Trình tự", C("Thực hiện", al="center"), "<", "Kết quả"],
        ["^", "^", "Người thực hiện", "Thời hạn", "^"],
        ["1", S[0][0], S[0][1][0], S[0][2], "BM.ĐT.07.01"],
        ["2", S[1][0], C(S[1][1][0], va="center"), S[1][2], "Bảng tổng hợp"],
        ["3", S[2][0], "^", S[2][2], "BM.ĐT.07.02"],
        ["4", S[3][0], S[3][1][0], S[3][2], "Quyết định phê duyệt"],
        ["5", C([p(S[4][0], sz=12, sp=(2, 2)), p("- Đào tạo nội bộ: phân công giảng viên, chuẩn bị tài liệu, phòng học.", sz=12, sp=(2, 2))]), C("\n".join(S[4][1]), va="center"), C(S[4][2], va="center"), "BM.ĐT.07.03"],
        ["^", "- Cử đi học bên ngoài: làm quyết định cử đi học, tạm ứng kinh phí.", "^", "^", "Quyết định cử đi học"],
        ["6", S[5][0], S[5][1][0], S[5][2], "BM.ĐT.07.04"],
        ["7", S[6][0], S[6][1][0], S[6][2], "Hồ sơ viên chức"],
    ]
    d.t(rows, [1.6, 5.4, 3.8, 2.8, 2.8], hdr=2, sh="DEEAF6", al=["center", "left", "left", "center", "left"])
    d.p("Đánh giá sau đào tạo", st="Heading2")
    j("Ba tháng sau khoá học, người phụ trách trực tiếp nhận xét việc người học áp dụng điều đã học. Khoá học có trên ba mươi phần trăm người học không áp dụng được thì không tổ chức lại dưới hình thức cũ.")
    d.p("Trách nhiệm của người được cử đi học", st="Heading2")
    j("Tham dự đủ thời gian; nộp bản sao chứng chỉ trong mười ngày; báo cáo và hướng dẫn lại cho đồng nghiệp khi được yêu cầu.")
    h("BIỂU MẪU")
    d.t([["STT", "Tên biểu mẫu", "Mã hiệu"], ["1", "Phiếu đăng ký nhu cầu đào tạo", "BM.ĐT.07.01"], ["2", "Kế hoạch đào tạo năm", "BM.ĐT.07.02"], ["3", "Danh sách người học", "BM.ĐT.07.03"], ["4", "Phiếu đánh giá sau đào tạo", "BM.ĐT.07.04"]], [1.4, 10, 5], sh="DEEAF6", al=["center", "left", "center"])
    h("HỒ SƠ")
    for s in ("1. Kế hoạch đào tạo năm – lưu 05 năm", "2. Danh sách người học – lưu 05 năm", "3. Phiếu đánh giá sau đào tạo – lưu 03 năm", "4. Bản sao chứng chỉ – lưu trong hồ sơ viên chức"):
        d.p(s, ind=(1, 0))
    d.page()
    h("PHỤ LỤC")
    d.p("BM.ĐT.07.01", al="right", sz=11)
    d.p("PHIẾU ĐĂNG KÝ NHU CẦU ĐÀO TẠO", b=True, al="center")
    d.p("Năm: ………", al="center")
    d.p("Khoa, phòng: …………………………………………………………………………")
    d.t([["TT", "Họ và tên", "Chức danh", "Nội dung cần đào tạo", "Thời gian mong muốn"]] + [[str(n), "", "", "", ""] for n in range(1, 6)], [1.2, 4, 3, 5, 3.2], al=["center", "left", "left", "left", "left"], height=0.8)
    d.add(tbl([[C("Trưởng khoa, phòng", b=True, al="center"), C("Người lập", b=True, al="center")], [C("(ký, ghi rõ họ tên)", i=True, al="center"), C("(ký, ghi rõ họ tên)", i=True, al="center")]], [8, 8], hdr=0, borders=False, st=None))
    head = d.header(p("QUY TRÌNH ĐÀO TẠO, BỒI DƯỠNG VIÊN CHỨC\tQT.ĐT.07", sz=10, i=True, st="Header", tabs=[(16.4, "right")]))
    foot = d.footer(p("Lần ban hành: 03\tTrang ", page(sz=10), "/", pages("6", sz=10), sz=10, st="Footer", tabs=[(16.4, "right")]))
    d.last = d.sect(header=head, footer=foot, first=True)
    T = truth("QUY TRÌNH ĐÀO TẠO, BỒI DƯỠNG VIÊN CHỨC", "QT.ĐT.07", "03", None, "2026-01-05", None,
        ["MỤC ĐÍCH", "PHẠM VI ÁP DỤNG", "TÀI LIỆU VIỆN DẪN", "THUẬT NGỮ", "NỘI DUNG QUY TRÌNH", "BIỂU MẪU", "HỒ SƠ", "PHỤ LỤC"],
        [step(*s) for s in S], [f"BM.ĐT.07.0{n}" for n in range(1, 5)], ["Kế hoạch đào tạo năm", "Danh sách người học", "Phiếu đánh giá sau đào tạo", "Bản sao chứng chỉ"],
        ["TCVN ISO 9001:2015", "19/2014/QĐ-TTg", "QT.HS.02"], ["Đào tạo", "Bồi dưỡng", "Đào tạo nội bộ"], [rev("01", "2021-09-20"), rev("02", "2023-03-18"), rev("03", "2026-01-05")], ["Lê Thị Bình", "Phạm Văn Dũng", "Nguyễn Văn An"])
    return d, T


# 08: letters and marks apart (NFD) throughout; steps are headings of the third level with who and how long in lines of their own.

def d08():
    d = Doc(font="Arial", size=12, title="Tiếp công dân", line=300)
    d.add(tbl([[C("UỶ BAN NHÂN DÂN XÃ", b=True, al="center"), C("QUY TRÌNH\nTIẾP CÔNG DÂN", b=True, al="center", sz=15)], [C("Mã hiệu: QT.TCD.08", al="center"), C("Lần ban hành: 01 – Lần sửa đổi: 02", al="center")]], [6, 10.4], hdr=0, pad=6))
    d.p("", sp=(0, 0))
    d.t([["Soạn thảo", "Kiểm tra", "Phê duyệt"], ["\n\n\nTrần Thị Hạnh", "\n\n\nTrần Văn Cường", "\n\n\nNguyễn Văn An"], ["Ngày 02/01/2026", "Ngày 04/01/2026", "Ngày 05/01/2026"]], [5.4, 5.5, 5.5], al=["center"] * 3)
    h = lambda s: d.p(s, b=True, sp=(10, 4), keep=True, sz=12.5)
    h2 = lambda s: d.p(s, b=True, i=True, keep=True, sp=(6, 2))
    j = lambda *s: d.p(*s, al="both")
    h("1/ MỤC ĐÍCH:")
    j("Bảo đảm công dân đến Uỷ ban nhân dân xã được đón tiếp lịch sự, được lắng nghe; khiếu nại, tố cáo, kiến nghị, phản ánh được tiếp nhận và chuyển đến đúng nơi có thẩm quyền.")
    h("2/ PHẠM VI ÁP DỤNG:")
    j("Việc tiếp công dân thường xuyên tại trụ sở và tiếp công dân định kỳ của Chủ tịch Uỷ ban nhân dân xã.")
    h("3/ TÀI LIỆU THAM KHẢO:")
    for s in ("-\tLuật Tiếp công dân;", "-\tLuật Khiếu nại, Luật Tố cáo;", "-\tTCVN ISO 9001:2015;", "-\tThông tư 26/2014/TT-BKHCN."):
        d.p(s, ind=(1.2, -0.6), tabs=[(1.2, "left")])
    h("4/ CHỮ VIẾT TẮT:")
    for s in ("-\tUBND: Uỷ ban nhân dân", "-\tTCD: Tiếp công dân", "-\tKNTC: Khiếu nại, tố cáo"):
        d.p(s, ind=(1.2, -0.6), tabs=[(1.2, "left")])
    h("5/ NỘI DUNG:")
    h2("5.1. Lịch tiếp công dân")
    j("a)\tThường xuyên: các ngày làm việc trong tuần.")
    j("b)\tĐịnh kỳ: Chủ tịch tiếp ít nhất hai ngày trong một tháng.")
    d.p("-\tNgày tiếp được niêm yết tại phòng tiếp công dân;", ind=(1.8, -0.6), tabs=[(1.8, "left")])
    d.p("-\tKhi phải hoãn:", ind=(1.8, -0.6), tabs=[(1.8, "left")])
    d.p("+\tthông báo trước ít nhất một ngày;", ind=(2.6, -0.6), tabs=[(2.6, "left")])
    d.p("+\tấn định ngày tiếp thay thế trong tháng.", ind=(2.6, -0.6), tabs=[(2.6, "left")])
    h2("5.2. Các bước tiếp công dân")
    S = [
        ("Đón tiếp, xác định nhân thân", "Công chức tiếp công dân", "Ngay khi công dân đến", "Mời công dân xuất trình giấy tờ tuỳ thân, giấy uỷ quyền (nếu có). Ghi họ tên, nơi ở vào Sổ tiếp công dân BM.TCD.01. Người đang say hoặc không làm chủ được hành vi thì từ chối tiếp và giải thích lý do."),
        ("Nghe, ghi chép nội dung trình bày", "Công chức tiếp công dân", "Không quá 02 giờ", "Lắng nghe, ghi đầy đủ ý kiến; đọc lại cho công dân nghe và đề nghị ký xác nhận vào Phiếu ghi ý kiến BM.TCD.02."),
        ("Phân loại đơn, ý kiến", "Công chức tiếp công dân", "01 ngày làm việc", "Phân thành khiếu nại, tố cáo, kiến nghị, phản ánh; xác định thẩm quyền giải quyết của xã hay của nơi khác."),
        ("Xử lý", "Chủ tịch UBND xã", "10 ngày", "Thuộc thẩm quyền thì thụ lý và giao công chức chuyên môn; không thuộc thẩm quyền thì hướng dẫn bằng văn bản BM.TCD.03 để công dân đến đúng nơi."),
        ("Thông báo kết quả cho công dân", "Công chức tiếp công dân", "03 ngày làm việc", "Gửi văn bản trực tiếp hoặc qua bưu chính; ghi ngày gửi vào sổ."),
        ("Lưu hồ sơ, báo cáo", "Công chức tiếp công dân, Văn thư", "Ngày 20 hằng tháng", "Hồ sơ từng vụ việc được lập riêng. Báo cáo tháng theo mẫu BM.TCD.04."),
    ]
    for n, (a, r, t, how) in enumerate(S):
        d.p(f"5.2.{n + 1}. {a}", b=True, keep=True, sp=(6, 2))
        d.p(f"- Trách nhiệm: {r}", ind=(0.6, 0), sp=(0, 2), keep=True)
        d.p(f"- Thời gian: {t}", ind=(0.6, 0), sp=(0, 2), keep=True)
        d.p(f"- Cách làm: {how}", ind=(0.6, 0), al="both")
    h2("5.3. Bảo đảm an toàn nơi tiếp công dân")
    j("Công an xã cử người trực trong ngày Chủ tịch tiếp công dân. Người gây rối được nhắc nhở; nếu không chấm dứt thì lập biên bản và xử lý theo pháp luật.")
    h("6/ HỒ SƠ LƯU:")
    d.t([["TT", "Tên hồ sơ", "Mã số", "Nơi lưu", "Thời gian"], ["1", "Sổ tiếp công dân", "BM.TCD.01", "Phòng TCD", "10 năm"], ["2", "Phiếu ghi ý kiến", "BM.TCD.02", "Phòng TCD", "05 năm"], ["3", "Văn bản hướng dẫn", "BM.TCD.03", "Phòng TCD", "05 năm"], ["4", "Báo cáo tháng", "BM.TCD.04", "Văn thư", "10 năm"]], [1.2, 6.2, 3.2, 3, 2.8], al=["center", "left", "center", "center", "center"], sz=11)
    h("7/ THEO DÕI SỬA ĐỔI:")
    d.t([["Lần sửa", "Ngày sửa", "Nội dung"], ["01", "14-02-2024", "Thêm BM.TCD.04"], ["02", "05-01-2026", "Sửa thời hạn phân loại đơn"], ["", "", ""], ["", "", ""]], [2.6, 3.4, 10.4], al=["center", "center", "left"], sz=11)
    d.last = d.sect(footer=d.footer(p("QT.TCD.08 – trang ", page(sz=9), "/", pages("4", sz=9), al="right", sz=9)))
    T = truth("QUY TRÌNH TIẾP CÔNG DÂN", "QT.TCD.08", "01", "02", "2026-01-05", None,
        ["MỤC ĐÍCH", "PHẠM VI ÁP DỤNG", "TÀI LIỆU THAM KHẢO", "CHỮ VIẾT TẮT", "NỘI DUNG", "HỒ SƠ LƯU", "THEO DÕI SỬA ĐỔI"],
        [step(a, r.split(", "), t) for a, r, t, _ in S], [f"BM.TCD.0{n}" for n in range(1, 5)], ["Sổ tiếp công dân", "Phiếu ghi ý kiến", "Văn bản hướng dẫn", "Báo cáo tháng"],
        ["TCVN ISO 9001:2015", "26/2014/TT-BKHCN"], ["UBND", "TCD", "KNTC"], [rev("01", "2024-02-14"), rev("02", "2026-01-05")], ["Trần Thị Hạnh", "Trần Văn Cường", "Nguyễn Văn An"])
    return d, T, {"nfd": True}


# 09: runs broken by rsids; lists numbered by Word on three levels; bookmarks and REF fields; another header on the first page; two tables of steps.

def d09():
    d = Doc(size=13, head={1: {"b": True, "sz": 14}, 2: {"b": True, "i": True}, 3: {"i": True}}, title="Quy trình công tác văn thư", line=300)
    lst = d.numbering([("lowerLetter", "%1)", 1.25, 0.6, False), ("bullet", "-", 2, 0.5, False), ("bullet", "+", 2.75, 0.5, False)])
    lst2 = d.again(lst)
    d.p("Quy trình công tác văn thư", st="Title", sp=(6, 6))
    d.p("Phiên bản 3.0 – áp dụng từ ngày 05 tháng 01 năm 2026", al="center", i=True, sp=(0, 12))
    h = lambda n, s: d.p(mark(f"_Ref10{n}", n, f"{n}. {s}"), st="Heading1")
    h2 = lambda s: d.p(s, st="Heading2")
    j = lambda *s: d.p(*s, al="both", ind=(0, 1))
    h(1, "Mục đích")
    j("Thống nhất việc tiếp nhận, đăng ký, chuyển giao, giải quyết văn bản đến; soạn thảo, ký, phát hành văn bản đi; quản lý con dấu và chữ ký số của cơ quan.")
    h(2, "Phạm vi áp dụng")
    j("Áp dụng cho văn bản giấy và văn bản điện tử. Văn bản mật được quản lý theo quy định về bảo vệ bí mật nhà nước.")
    h(3, "Tài liệu viện dẫn")
    d.p("[1] Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư.", al="both")
    d.p("[2] TCVN ISO 9001:2015.", al="both")
    d.p("[3] Quy chế làm việc của cơ quan.", al="both")
    h(4, "Định nghĩa")
    j("**Văn bản đến** – tất cả văn bản do cơ quan nhận được từ nơi khác gửi đến.")
    j("**Văn bản đi** – tất cả văn bản do cơ quan ban hành.")
    j("**Bản gốc văn bản** – bản hoàn chỉnh về nội dung, thể thức, được người có thẩm quyền trực tiếp ký.")
    h(5, "Nội dung")
    h2("5.1. Quản lý văn bản đến")
    A = [("Tiếp nhận văn bản", "Văn thư", "Trong ngày", "Kiểm tra phong bì, số lượng, dấu niêm phong"), ("Đăng ký văn bản đến", "Văn thư", "Trong ngày", "Đóng dấu đến, quét, vào sổ BM-VT-01"), ("Trình, cho ý kiến chỉ đạo", "Chánh Văn phòng", "04 giờ", "Văn bản khẩn trình ngay"), ("Chuyển giao văn bản", "Văn thư", "02 giờ", "Chuyển qua phần mềm, ký nhận BM-VT-02"), ("Giải quyết và theo dõi", "Phòng được giao", "Theo thời hạn ghi trong ý kiến chỉ đạo", "Văn phòng đôn đốc hằng tuần")]
    B = [("Soạn thảo văn bản", "Chuyên viên", "Theo yêu cầu", "Đúng thể thức nêu tại [1]"), ("Kiểm tra nội dung", "Trưởng phòng", "04 giờ", "Ký nháy vào cuối nội dung"), ("Kiểm tra thể thức", "Chánh Văn phòng", "02 giờ", "Ký nháy vào cuối dòng Nơi nhận"), ("Ký ban hành", "Thủ trưởng cơ quan", "01 ngày", ""), ("Cấp số, đóng dấu, phát hành", "Văn thư", "Trong ngày ký", "BM-VT-03"), ("Lưu văn bản đi", "Văn thư", "Trong ngày", "Lưu bản gốc tại Văn thư")]
    k = dict(sh="FFF2CC", al=["center", "left", "left", "center", "left"])
    w = [1.3, 4.6, 3.2, 3.1, 4.2]
    hd = ["TT", "Công việc", "Trách nhiệm", "Thời hạn", "Yêu cầu, biểu mẫu"]
    d.t([hd] + [[str(n + 1), *s] for n, s in enumerate(A)], w, **k)
    j("Khi tiếp nhận văn bản, văn thư phải:")
    d.p("từ chối và lập biên bản nếu bì bị rách, mất niêm phong;", num=(lst, 0), al="both")
    d.p("chuyển nguyên bì, không mở, đối với:", num=(lst, 0), al="both")
    d.p("bì ghi đích danh người nhận;", num=(lst, 1))
    d.p("bì gửi tổ chức đảng, đoàn thể;", num=(lst, 1))
    d.p("Công đoàn,", num=(lst, 2))
    d.p("Đoàn Thanh niên;", num=(lst, 2))
    d.p("kiểm tra chữ ký số đối với văn bản điện tử.", num=(lst, 0), al="both")
    h2("5.2. Quản lý văn bản đi")
    d.t([hd] + [[str(n + 1), *s] for n, s in enumerate(B)], w, **k)
    h2("5.3. Quản lý con dấu và chữ ký số")
    j("Việc đóng dấu thực hiện sau khi văn bản đã được ký theo mục ", field("REF _Ref105 \\h", "5. Nội dung"), ". Văn thư:")
    d.p("tự tay đóng dấu, không giao con dấu cho người khác;", num=(lst2, 0), al="both")
    d.p("không đóng dấu khống chỉ;", num=(lst2, 0), al="both")
    d.p("cất con dấu trong tủ có khoá khi hết giờ làm việc.", num=(lst2, 0), al="both")
    h(6, "Biểu mẫu")
    for s in ("BM-VT-01\tSổ đăng ký văn bản đến", "BM-VT-02\tSổ chuyển giao văn bản", "BM-VT-03\tSổ đăng ký văn bản đi"):
        d.p(s, tabs=[(4, "left")], ind=(1, 0))
    h(7, "Hồ sơ")
    j("Các hồ sơ nêu dưới đây lưu theo thời hạn trong danh mục (xem ", field("REF _Ref103 \\h", "3. Tài liệu viện dẫn"), ").")
    d.t([["Tên hồ sơ", "Người lưu", "Thời hạn"], ["Sổ đăng ký văn bản đến", "Văn thư", "20 năm"], ["Sổ chuyển giao văn bản", "Văn thư", "05 năm"], ["Sổ đăng ký văn bản đi", "Văn thư", "Vĩnh viễn"], ["Tập lưu văn bản đi", "Văn thư", "Vĩnh viễn"]], [8.4, 4, 4], sh="FFF2CC", al=["left", "center", "center"])
    h(8, "Phê duyệt")
    d.t([["Người biên soạn", "Lê Thị Bình – Văn thư", "05/01/2026"], ["Người thẩm tra", "Phạm Văn Dũng – Chánh Văn phòng", "05/01/2026"], ["Người phê duyệt", "Nguyễn Văn An – Thủ trưởng cơ quan", "05/01/2026"]], [4.4, 8, 4], hdr=0)
    first = d.header(tbl([[C("CƠ QUAN ĐĂNG KIỂM\nVĂN PHÒNG", b=True, al="center"), C([p("Mã hiệu: **QT-VT-09**", sz=12, sp=(2, 2)), p("Phiên bản: **3.0**", sz=12, sp=(2, 2)), p("Ngày: 05/01/2026", sz=12, sp=(2, 2))])]], [10.4, 6], hdr=0), p("", sp=(0, 0)))
    rest = d.header(p("QT-VT-09 – Quy trình công tác văn thư\tTrang ", page(sz=10), "/", pages("5", sz=10), sz=10, tabs=[(16.4, "right")], border=True))
    d.last = d.sect(header=rest, first_header=first)
    T = truth("Quy trình công tác văn thư", "QT-VT-09", "3.0", None, "2026-01-05", "2026-01-05",
        ["Mục đích", "Phạm vi áp dụng", "Tài liệu viện dẫn", "Định nghĩa", "Nội dung", "Biểu mẫu", "Hồ sơ", "Phê duyệt"],
        [step(a, r, t) for a, r, t, _ in A + B], ["BM-VT-01", "BM-VT-02", "BM-VT-03"], ["Sổ đăng ký văn bản đến", "Sổ chuyển giao văn bản", "Sổ đăng ký văn bản đi", "Tập lưu văn bản đi"],
        ["30/2020/NĐ-CP", "TCVN ISO 9001:2015"], ["Văn bản đến", "Văn bản đi", "Bản gốc văn bản"], [], ["Lê Thị Bình", "Phạm Văn Dũng", "Nguyễn Văn An"])
    return d, T, {"shatter": True}


# 10: "Phần I."; fonts mixed; a nested table within a step; a time that holds for several rows; a note in a text box; revisions under a heading of two rows.

def d10():
    d = Doc(size=13, title="Thi đua, khen thưởng", line=300)
    T_, A_ = "Times New Roman", "Arial"
    d.add(tbl([[C([p(d.img(png(2), 1.8, 1.8), al="center")], va="center"), C([p("LIÊN ĐOÀN LAO ĐỘNG", al="center", b=True), p("QUY TRÌNH", al="center", b=True, sz=18, sp=(10, 0)), p("XÉT THI ĐUA, KHEN THƯỞNG", al="center", b=True, sz=18, sp=(0, 10))], va="center"), C([p("Ký hiệu: QT-TĐKT-10", sz=11), p("Ban hành lần: 1", sz=11), p("Sửa đổi lần: 2", sz=11), p("Hiệu lực từ: 5/1/2026", sz=11)], va="center")]], [3, 8.6, 4.8], hdr=0))
    d.p("", sp=(0, 0))
    d.t([[C("KÝ DUYỆT", b=True, al="center"), "<", "<", "<"], [C("Soạn thảo", b=True), "Lê Thị Bình", "Chuyên viên Ban Tổ chức", ""], [C("Thẩm định", b=True), "Trần Văn Cường", "Trưởng ban Tổ chức", ""], ["^", "Phạm Văn Dũng", "Chánh Văn phòng", ""], [C("Phê duyệt", b=True), "Nguyễn Văn An", "Chủ tịch", "Đã ký ngày 30/12/2025"]], [3, 4.4, 5, 4], hdr=0, height=1)
    d.page()
    h = lambda s: d.p(s, b=True, al="center", sp=(12, 4), keep=True, font=T_)
    j = lambda *s: d.p(*s, al="both", ind=(0, 1))
    h("Phần I\nQUY ĐỊNH CHUNG")
    d.p("1. Mục đích", b=True)
    j(run("Quy trình này hướng dẫn việc đăng ký thi đua, bình xét và đề nghị khen thưởng, ", font=T_), run("bảo đảm công khai, công bằng, kịp thời", font=A_, sz=12), run("; lấy kết quả công việc làm căn cứ chính.", font=T_))
    d.p("2. Phạm vi", b=True)
    j("Áp dụng cho các ban, công đoàn cơ sở và cán bộ, đoàn viên thuộc Liên đoàn.")
    d.p("3. Căn cứ", b=True)
    d.p("– Luật Thi đua, khen thưởng và các văn bản hướng dẫn;", ind=(1, 0))
    d.p("– Nghị định 30/2020/NĐ-CP (về thể thức văn bản);", ind=(1, 0), font=A_, sz=12)
    d.p("– TCVN ISO 9001:2015.", ind=(1, 0))
    d.p("4. Giải thích từ ngữ", b=True)
    d.t([["TT", "Từ, cụm từ", "Được hiểu là"], ["1", "Thi đua", "Hoạt động có tổ chức với sự tham gia tự nguyện của cá nhân, tập thể nhằm đạt thành tích tốt nhất"], ["2", "Khen thưởng", "Việc ghi nhận, biểu dương, tôn vinh công trạng và khuyến khích bằng lợi ích vật chất"], ["3", "Hội đồng", "Hội đồng Thi đua – Khen thưởng của Liên đoàn"]], [1.2, 4, 11.2], sh="FCE4D6")
    h("Phần II\nTRÌNH TỰ THỰC HIỆN")
    d.p(d.shape("rect", "Lưu ý: hồ sơ gửi sau ngày 05 tháng 12 được xét vào năm sau.", 6, 1.6, at=(10.2, 0.1), fill="FFFFCC", wrap="square", sz=11, i=True), "Việc bình xét tiến hành mỗi năm một lần, vào tháng 12; khen thưởng đột xuất tiến hành ngay khi có thành tích, theo các bước từ 3 đến 6 của bảng dưới đây. Người tham gia bình xét không bỏ phiếu cho chính mình.", al="both")
    d.p("", sp=(0, 6))
    nested = tbl([["Danh hiệu", "Tỷ lệ phiếu"], ["Lao động tiên tiến", "từ 70%"], ["Chiến sĩ thi đua cơ sở", "từ 80%"], ["Bằng khen", "từ 80%"]], [3.6, 2.2], sz=10, sh="F2F2F2")
    S = [
        ("Phát động và đăng ký thi đua", ["Các ban, công đoàn cơ sở"], "Tháng 01"),
        ("Tự đánh giá thành tích", ["Cá nhân, tập thể"], "Từ 15/11 đến 30/11"),
        ("Họp bình xét tại đơn vị", ["Trưởng đơn vị"], "Từ 15/11 đến 30/11"),
        ("Nhận và thẩm tra hồ sơ", ["Ban Tổ chức"], "05 ngày làm việc"),
        ("Họp Hội đồng, bỏ phiếu kín", ["Hội đồng"], "Trước 20/12"),
        ("Ký quyết định khen thưởng", ["Chủ tịch"], "03 ngày làm việc"),
        ("Công bố, trao thưởng và lưu hồ sơ", ["Ban Tổ chức", "Văn phòng"], "Tại hội nghị tổng kết"),
    ]
    out = ["BM10-1", "BM10-2", "BM10-3\nBiên bản họp", "", "BM10-4\nBiên bản kiểm phiếu", "Quyết định", ""]
    rows = [["Bước", "Nội dung", "Trách nhiệm", "Thời gian", "Biểu mẫu/\nKết quả"]]
    for n, (a, r, t) in enumerate(S):
        cell = C([p(a, sz=12, sp=(2, 2)), p("Tỷ lệ phiếu tối thiểu:", sz=11, i=True, sp=(2, 2)), nested, p("", sp=(0, 0), sz=4)]) if n == 4 else a
        rows.append([str(n + 1), cell, "\n".join(r), "^" if n == 2 else C(t, va="center"), out[n]])
    d.t(rows, [1.6, 6.2, 3.4, 2.6, 2.6], sh="FCE4D6", al=["center", "left", "left", "center", "left"])
    h("Phần III\nBIỂU MẪU VÀ LƯU TRỮ")
    d.t([["Mã số", "Tên biểu mẫu"], ["BM10-1", "Bản đăng ký thi đua"], ["BM10-2", "Báo cáo thành tích"], ["BM10-3", "Tờ trình đề nghị khen thưởng"], ["BM10-4", "Phiếu bầu"]], [3.4, 13], sh="FCE4D6")
    d.p("Hồ sơ lưu gồm có:", keep=True)
    d.t([["TT", "Hồ sơ", "Người giữ", "Hạn lưu"], ["1", "Tờ trình đề nghị khen thưởng", "Ban Tổ chức", "20 năm"], ["2", "Biên bản họp Hội đồng", "Ban Tổ chức", "20 năm"], ["3", "Quyết định khen thưởng", "Văn phòng", "Vĩnh viễn"]], [1.2, 8.2, 3.6, 3.4], sh="FCE4D6")
    d.p("BẢNG THEO DÕI SỬA ĐỔI", b=True, al="center", keep=True, sp=(16, 4))
    d.t([["Lần sửa đổi", C("Nội dung", al="center"), "<", "Ngày"], ["^", "Trước khi sửa", "Sau khi sửa", "^"], ["1", "Hồ sơ nộp bản giấy", "Nộp bản giấy hoặc bản điện tử", "10/10/2024"], ["2", "Tỷ lệ phiếu 75%", "Tỷ lệ phiếu 80%", "30/12/2025"], ["", "", "", ""], ["", "", "", ""]], [2.4, 5.6, 5.6, 2.8], hdr=2, sh="FCE4D6", al=["center", "left", "left", "center"])
    d.last = d.sect(footer=d.footer(p("QT-TĐKT-10\t\tTrang ", page(), sz=10, tabs=[(8.2, "center"), (16.4, "right")])))
    T = truth("QUY TRÌNH XÉT THI ĐUA, KHEN THƯỞNG", "QT-TĐKT-10", "1", "2", "2025-12-30", "2026-01-05", ["QUY ĐỊNH CHUNG", "TRÌNH TỰ THỰC HIỆN", "BIỂU MẪU VÀ LƯU TRỮ"],
        [step(*s) for s in S], ["BM10-1", "BM10-2", "BM10-3", "BM10-4"], ["Tờ trình đề nghị khen thưởng", "Biên bản họp Hội đồng", "Quyết định khen thưởng"], ["30/2020/NĐ-CP", "TCVN ISO 9001:2015"],
        ["Thi đua", "Khen thưởng", "Hội đồng"], [rev("1", "2024-10-10"), rev("2", "2025-12-30")], ["Lê Thị Bình", ["Trần Văn Cường", "Phạm Văn Dũng"], "Nguyễn Văn An"])
    return d, T


# 11: a landscape document; steps with the one who acts before what is done; the year's plan as a wide table; a form as appendix; watermark.

def d11():
    d = Doc(size=12, head={1: {"b": True, "sz": 12}, 2: {"b": True}}, margins=(3, 1.5, 2, 2), title="QT quản lý tài sản")
    n1 = d.numbering([("upperRoman", "%1.", 1, 1, True), ("decimal", "%2.", 1, 0.6, False), ("lowerLetter", "%3)", 1.7, 0.6, False)], style=None)
    h = lambda s: d.p(s, st="Heading1", num=(n1, 0))
    k = lambda *s: d.p(*s, num=(n1, 1), al="both")
    pt = lambda *s: d.p(*s, num=(n1, 2), al="both")
    d.p("QUY TRÌNH QUẢN LÝ TÀI SẢN CÔNG", b=True, al="center", sz=16, sp=(6, 2))
    d.p("Lần ban hành: 04; Lần sửa đổi: 00; Ngày ban hành: 05/01/2026", al="center", i=True, sp=(0, 10))
    h("MỤC ĐÍCH")
    d.p("Bảo đảm tài sản công được mua sắm, sử dụng, bảo dưỡng, kiểm kê và thanh lý đúng quy định, không thất thoát, không lãng phí.", al="both")
    h("PHẠM VI ÁP DỤNG")
    d.p("Mọi tài sản cố định và công cụ, dụng cụ giao cho Văn phòng và các phòng thuộc Sở sử dụng. Nhà, đất và xe ô tô còn phải theo quy định riêng.", al="both")
    h("TÀI LIỆU VIỆN DẪN")
    d.p("- Luật Quản lý, sử dụng tài sản công; TCVN ISO 9001:2015; Quyết định 101/QĐ-BKHCN; quy trình QT-VP-06 về mua sắm.", al="both")
    h("TỪ VIẾT TẮT")
    d.p("TSC: Tài sản công;    CCDC: Công cụ, dụng cụ;    BB: Biên bản.")
    h("QUY TRÌNH THỰC HIỆN")
    S = [
        (["Phòng sử dụng"], "Đề xuất nhu cầu trang bị tài sản", "Trước 30/6 hằng năm", "M01-TS"),
        (["Văn phòng"], "Tổng hợp, cân đối với tiêu chuẩn, định mức", "10 ngày", "Bảng tổng hợp"),
        (["Giám đốc Sở"], "Quyết định mua sắm hoặc điều chuyển", "05 ngày", "Quyết định"),
        (["Văn phòng", "Phòng sử dụng"], "Bàn giao, dán nhãn và ghi sổ tài sản", "02 ngày", "M02-TS; M03-TS"),
        (["Người được giao tài sản"], "Sử dụng, báo hỏng", "Khi phát sinh", "M04-TS"),
        (["Văn phòng"], "Bảo dưỡng, sửa chữa", "03 ngày", ""),
        (["Tổ kiểm kê"], "Kiểm kê cuối năm", "Từ 25/12 đến 31/12", "M05-TS"),
        (["Hội đồng thanh lý"], "Thanh lý tài sản", "60 ngày", "BB thanh lý"),
    ]
    w = [1.4, 5, 9.4, 4.4, 5.2]
    d.t([["STT", "Người thực hiện", "Nội dung công việc", "Thời hạn", "Hồ sơ, biểu mẫu"]] + [[f"{n + 1:02d}", "\n".join(a), b, c, e] for n, (a, b, c, e) in enumerate(S)], w, sh="E2EFDA", al=["center", "left", "left", "center", "left"], sz=11)
    k("Người được giao tài sản chịu trách nhiệm:")
    pt("giữ gìn, không cho mượn, không mang ra khỏi cơ quan khi chưa được phép;")
    pt("báo hỏng trong ngày bằng phiếu M04-TS;")
    pt("bồi thường nếu làm mất, hỏng do lỗi của mình.")
    k("Tổ kiểm kê đối chiếu sổ với hiện vật; chênh lệch phải được giải trình trong năm ngày làm việc.")
    h("KẾ HOẠCH BẢO DƯỠNG NĂM")
    months = [str(n) for n in range(1, 13)]
    rows = [["TT", "Tài sản", "Nơi đặt", C("Tháng", al="center"), *["<"] * 11, "Người làm"], ["^", "^", "^", *months, "^"]]
    for n, (a, b, every, c) in enumerate([("Máy điều hoà", "Các phòng", 6, "Thuê ngoài"), ("Máy phát điện", "Nhà kỹ thuật", 3, "Bảo vệ"), ("Thang máy", "Nhà A", 1, "Thuê ngoài"), ("Bình chữa cháy", "Hành lang", 3, "Bảo vệ"), ("Máy chủ", "Phòng máy", 6, "Tổ công nghệ"), ("Máy phô tô", "Văn phòng", 4, "Thuê ngoài")]):
        rows.append([str(n + 1), a, b, *["x" if m % every == 0 else "" for m in range(1, 13)], c])
    d.t(rows, [1.2, 5.4, 4, *[0.9] * 12, 4], hdr=2, sh="E2EFDA", al=["center", "left", "left", *["center"] * 12, "left"], sz=11)
    h("BIỂU MẪU VÀ HỒ SƠ")
    d.t([["Mã hiệu", "Tên biểu mẫu, hồ sơ", "Nơi lưu", "Thời gian lưu"], ["M01-TS", "Phiếu đề xuất trang bị", "Văn phòng", "5 năm"], ["M02-TS", "Biên bản bàn giao", "Văn phòng", "Theo tài sản"], ["M03-TS", "Sổ tài sản", "Kế toán", "20 năm"], ["M04-TS", "Phiếu báo hỏng", "Văn phòng", "3 năm"], ["M05-TS", "Biên bản kiểm kê", "Kế toán", "10 năm"]], [4, 12, 4.6, 4.8], sh="E2EFDA", sz=11)
    who = lambda *lines: C([p(x, al="center", keep=True, sp=(2, 2), b=n == 0 and len(lines) == 1) for n, x in enumerate(lines)])
    d.t([[who("Người soạn"), who("Người kiểm tra"), "<", who("Người duyệt")], [who("Chuyên viên Văn phòng", ""), who("Chánh Văn phòng", ""), who("Kế toán trưởng", ""), who("Giám đốc Sở", "")], [who("", "", "Hoàng Thị Giang"), who("", "", "Phạm Văn Dũng"), who("", "", "Lê Thị Bình"), who("", "", "Nguyễn Văn An")]], [6.3, 6.3, 6.3, 6.5], hdr=0, cant=True)
    d.page()
    d.p("M04-TS", al="right", i=True)
    d.p("PHIẾU BÁO HỎNG", b=True, al="center", sz=14)
    d.p("Tên tài sản: ………………………………………… Mã tài sản: ……………………", sp=(4, 4))
    d.p("Hiện tượng: ………………………………………………………………………………", sp=(4, 4))
    d.p(checkbox(False), " Sửa chữa      ", checkbox(True, 2002), " Thay thế      ", checkbox(False, 2003), " Thanh lý", sp=(4, 8))
    d.add(tbl([[C("Người báo hỏng", b=True, al="center"), C("Trưởng phòng", b=True, al="center"), C("Văn phòng", b=True, al="center")]], [8, 8, 8], hdr=0, borders=False, st=None))
    head = d.header(p(d.watermark("TÀI LIỆU KIỂM SOÁT"), sp=(0, 0)), tbl([["SỞ CÔNG NGHIỆP\nVĂN PHÒNG", C("QUY TRÌNH QUẢN LÝ TÀI SẢN CÔNG", b=True, al="center"), C([p("Mã số: QT-VP-11", sz=10, sp=(1, 1)), p("Trang: ", page(sz=10), "/", pages(sz=10), sz=10, sp=(1, 1))])]], [6, 13.4, 6], hdr=0, sz=10))
    d.last = d.sect(header=head, landscape=True)
    T = truth("QUY TRÌNH QUẢN LÝ TÀI SẢN CÔNG", "QT-VP-11", "04", "00", "2026-01-05", None,
        ["MỤC ĐÍCH", "PHẠM VI ÁP DỤNG", "TÀI LIỆU VIỆN DẪN", "TỪ VIẾT TẮT", "QUY TRÌNH THỰC HIỆN", "KẾ HOẠCH BẢO DƯỠNG NĂM", "BIỂU MẪU VÀ HỒ SƠ"],
        [step(b, a, c) for a, b, c, _ in S], [f"M0{n}-TS" for n in range(1, 6)], ["Phiếu đề xuất trang bị", "Biên bản bàn giao", "Sổ tài sản", "Phiếu báo hỏng", "Biên bản kiểm kê"],
        ["TCVN ISO 9001:2015", "101/QĐ-BKHCN", "QT-VP-06"], ["TSC", "CCDC", "BB"], [], ["Hoàng Thị Giang", ["Phạm Văn Dũng", "Lê Thị Bình"], "Nguyễn Văn An"])
    return d, T


# 12: no styles at all, sizes set by hand, non-breaking spaces, soft line breaks; a flow chart of Word 2003 (VML group); steps as numbered text with "Ai / Khi nào".

def d12():
    nb = "\u00a0"
    d = Doc(font="Arial", size=11, margins=(2.54, 2.54, 2.54, 2.54), title="", line=276, app="Microsoft Office Word")
    d.p(f"QUY{nb}TRÌNH TUYỂN{nb}DỤNG NHÂN{nb}SỰ", b=True, sz=20, color="1155CC", sp=(0, 2))
    d.p(f"Mã: HR–12 | Phiên{nb}bản: 2.3 | Ngày{nb}áp{nb}dụng: 05/01/2026 | Người{nb}phê{nb}duyệt: Nguyễn{nb}Văn{nb}An", sz=9, color="666666", sp=(0, 14))
    h = lambda s: d.p(s, b=True, sz=14, color="1155CC", sp=(14, 4), keep=True)
    h3 = lambda s: d.p(s, b=True, sz=11.5, sp=(8, 2), keep=True)
    j = lambda *s: d.p(*s)
    h("Mục tiêu")
    j("Tuyển đúng người, đúng lúc, với cách làm giống nhau cho mọi ứng viên. Ứng viên nào cũng nhận được câu trả lời.\nQuy trình này thay cho “Hướng dẫn tuyển dụng” trước đây.")
    h(f"Ai{nb}dùng quy trình này")
    j("Trưởng bộ phận cần người, Phòng Nhân sự, người phỏng vấn và Ban Giám đốc. Tuyển thực tập sinh dưới ba tháng không theo quy trình này.")
    h("Tài liệu nên đọc thêm")
    j("TCVN ISO 9001:2015, mục 7.1.2 và 7.2\nBộ luật Lao động\nHR–07 Quy chế tiền lương")
    h("Từ dùng trong tài liệu")
    j(f"**JD**{nb}= bản mô tả công việc")
    j(f"**HR**{nb}= Phòng Nhân sự")
    j(f"**Offer**{nb}= thư mời nhận việc")
    h("Sơ đồ")
    y = 0
    boxes = []
    names = ["Yêu cầu tuyển dụng", "Duyệt?", "Đăng tin", "Sàng lọc hồ sơ", "Phỏng vấn", "Mời nhận việc", "Thử việc"]
    for n, s in enumerate(names):
        boxes.append(d.vbox(s, 350, y, 500, 110, kind="oval" if n == 1 else ("roundrect" if n in (0, 6) else "rect"), sz=10))
        if n < len(names) - 1:
            boxes.append(d.vline(600, y + 110, 600, y + 160))
        y += 160
    boxes.append(d.vbox("Dừng, báo lại lý do", 950, 160, 380, 110, sz=10))
    boxes.append(d.vline(850, 215, 950, 215))
    d.p(d.vgroup(14, 10.8, *boxes), al="center")
    h("Các bước")
    S = [
        ("Gửi yêu cầu tuyển dụng", "Trưởng bộ phận", "trước ngày cần người 45 ngày", "Dùng mẫu HR12–F1, kèm JD. Nếu thay người nghỉ việc thì ghi tên người nghỉ."),
        ("Duyệt yêu cầu", "Giám đốc", "2 ngày làm việc", "Không duyệt thì trả lời kèm lý do; Trưởng bộ phận được gửi lại sau một tháng."),
        ("Đăng tin tuyển dụng", "HR", "trong 3 ngày làm việc", "Tin đăng nêu mức lương hoặc khoảng lương. Không nêu yêu cầu về giới tính, tuổi, ngoại hình."),
        ("Sàng lọc hồ sơ", "HR và Trưởng bộ phận", "1 tuần sau khi hết hạn nộp", "Chấm theo bảng HR12–F2. Hồ sơ không đạt vẫn phải được trả lời bằng thư điện tử."),
        ("Phỏng vấn", "Hội đồng phỏng vấn", "tối đa 2 vòng", "Mỗi người phỏng vấn chấm riêng vào HR12–F3 trước khi trao đổi với nhau."),
        ("Gửi thư mời nhận việc", "HR", "2 ngày làm việc", "Offer có chữ ký Giám đốc, nêu rõ lương, ngày bắt đầu và thời gian thử việc."),
        ("Đánh giá thử việc", "Trưởng bộ phận", "7 ngày trước khi hết thử việc", "Đạt thì ký hợp đồng lao động. Không đạt thì báo trước ba ngày."),
    ]
    for n, (a, r, t, how) in enumerate(S):
        h3(f"{n + 1}. {a}")
        j(f"**Ai:** {r}\n**Khi{nb}nào:** {t}")
        j(how)
    h("Mẫu dùng")
    d.p("HR12–F1: Phiếu yêu cầu tuyển dụng", ind=(1.27, -0.63))
    d.p("HR12–F2: Bảng chấm hồ sơ", ind=(1.27, -0.63))
    d.p("HR12–F3: Phiếu đánh giá phỏng vấn", ind=(1.27, -0.63))
    h("Lưu lại những gì")
    d.add(tbl([[C("Hồ sơ ứng viên trúng tuyển", b=True), "Trong hồ sơ nhân viên, đến 2 năm sau khi nghỉ việc"], [C("Hồ sơ ứng viên không trúng tuyển", b=True), "12 tháng, sau đó xoá"], [C("Phiếu đánh giá phỏng vấn", b=True), "2 năm"]], [6.5, 9.4], hdr=0, st=None, sz=10, center=False))
    h(f"Những{nb}lần thay{nb}đổi")
    for s in ("2.3 (05/01/2026): thêm quy định về tin đăng; bỏ vòng phỏng vấn thứ ba.", "2.2 (18/09/2025): đổi bảng chấm hồ sơ.", "2.0 (02/01/2025): viết lại."):
        d.p(f"•{nb}{s}")
    head = d.header(X("<w:p>" + sdt(run("HR–12", sz=9), "Mã", "code") + runs(" · Quy trình tuyển dụng", sz=9, color="666666") + "</w:p>"))
    d.last = d.sect(header=head, footer=d.footer(p(page(sz=9), al="right")))
    T = truth("QUY TRÌNH TUYỂN DỤNG NHÂN SỰ", "HR–12", "2.3", None, None, "2026-01-05",
        ["Mục tiêu", "Ai dùng quy trình này", "Tài liệu nên đọc thêm", "Từ dùng trong tài liệu", "Sơ đồ", "Các bước", "Mẫu dùng", "Lưu lại những gì", "Những lần thay đổi"],
        [step(a, r.split(" và "), t) for a, r, t, _ in S], ["HR12–F1", "HR12–F2", "HR12–F3"], ["Hồ sơ ứng viên trúng tuyển", "Hồ sơ ứng viên không trúng tuyển", "Phiếu đánh giá phỏng vấn"],
        ["TCVN ISO 9001:2015", "HR–07"], ["JD", "HR", "Offer"], [rev("2.3", "2026-01-05"), rev("2.2", "2025-09-18"), rev("2.0", "2025-01-02")], [None, None, "Nguyễn Văn An"])
    return d, T


# 13: an administrative procedure: section 5 is one great table (5.1 to 5.7), the steps are rows of it.

def d13():
    d = Doc(size=13, title="Chứng thực bản sao từ bản chính", line=288)
    d.p("UỶ BAN NHÂN DÂN PHƯỜNG", b=True, al="center", sz=14, sp=(0, 60))
    d.p(d.img(png(1), 2.4, 2.4), al="center", sp=(0, 40))
    d.p("QUY TRÌNH", b=True, al="center", sz=22, sp=(0, 0))
    d.p("CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH\nGIẤY TỜ, VĂN BẢN", b=True, al="center", sz=20, sp=(0, 40))
    d.add(tbl([["Mã hiệu:", "QT-TP-13"], ["Ngày ban hành:", "05/01/2026"], ["Lần ban hành:", "05"]], [4, 5], hdr=0, sz=14, pad=4))
    d.p("", sp=(0, 60))
    d.t([["", "SOẠN THẢO", "XEM XÉT", "PHÊ DUYỆT"], ["Họ tên", "Lê Thị Bình", "Trần Văn Cường", "Nguyễn Văn An"], ["Chữ ký", "", "", ""], ["Chức vụ", "Công chức Tư pháp – Hộ tịch", "Phó Chủ tịch", "Chủ tịch"]], [2.6, 4.6, 4.6, 4.6], al=["left", "center", "center", "center"], height=[0.7, 0.7, 2, 1])
    d.page()
    d.t([[C("MỤC LỤC", b=True, al="center")], ["SỬA ĐỔI TÀI LIỆU\n1. MỤC ĐÍCH\n2. PHẠM VI\n3. TÀI LIỆU VIỆN DẪN\n4. ĐỊNH NGHĨA/VIẾT TẮT\n5. NỘI DUNG QUY TRÌNH\n6. BIỂU MẪU\n7. HỒ SƠ CẦN LƯU"]], [16.4], hdr=0, sz=13)
    d.p("SỬA ĐỔI TÀI LIỆU", b=True, al="center", sp=(10, 4))
    d.t([["Yêu cầu sửa đổi/ bổ sung", "Trang / Phần liên quan việc sửa đổi", "Mô tả nội dung sửa đổi", "Lần ban hành / Lần sửa đổi", "Ngày ban hành"], ["Chuyển đổi phiên bản tiêu chuẩn", "Toàn bộ", "Theo TCVN ISO 9001:2015", "04", "02/01/2024"], ["Rút ngắn thời hạn", "Mục 5.4, 5.7", "Trả kết quả trong buổi", "05", "05/01/2026"], ["", "", "", "", ""], ["", "", "", "", ""]], [3.6, 3.4, 4, 2.7, 2.7], al=["left", "left", "left", "center", "center"])
    d.page()
    h = lambda s: d.p(s, b=True, sp=(10, 4), keep=True)
    j = lambda *s: d.p(*s, al="both", ind=(0, 1))
    h("1.\tMỤC ĐÍCH")
    j("Quy định thành phần hồ sơ, trình tự, cách thức và thời gian giải quyết việc chứng thực bản sao từ bản chính tại Bộ phận Tiếp nhận và Trả kết quả, theo hệ thống quản lý chất lượng TCVN ISO 9001:2015.")
    h("2.\tPHẠM VI")
    j("Áp dụng đối với cá nhân, tổ chức có yêu cầu chứng thực và công chức tham gia giải quyết.")
    h("3.\tTÀI LIỆU VIỆN DẪN")
    d.p("-\tTiêu chuẩn TCVN ISO 9001:2015", ind=(1, -0.5), tabs=[(1, "left")])
    d.p("-\tQuyết định số 19/2014/QĐ-TTg", ind=(1, -0.5), tabs=[(1, "left")])
    d.p("-\tCác văn bản quy phạm pháp luật nêu tại mục 5.1", ind=(1, -0.5), tabs=[(1, "left")])
    h("4.\tĐỊNH NGHĨA/VIẾT TẮT")
    for s in ("-\tUBND:\tUỷ ban nhân dân", "-\tTTHC:\tThủ tục hành chính", "-\tBPMC:\tBộ phận một cửa", "-\tTCCN:\tTổ chức, cá nhân"):
        d.p(s, ind=(1, -0.5), tabs=[(1, "left"), (3.5, "left")])
    h("5.\tNỘI DUNG QUY TRÌNH")
    S = [
        ("Nộp hồ sơ tại Bộ phận một cửa hoặc qua Cổng dịch vụ công", ["Tổ chức, cá nhân"], "Giờ hành chính", "Theo mục 5.2"),
        ("Tiếp nhận, kiểm tra hồ sơ", ["Công chức BPMC"], "15 phút", "Giấy tiếp nhận – Mẫu 01"),
        ("Đối chiếu bản sao với bản chính", ["Công chức Tư pháp – Hộ tịch"], "01 giờ", "Sổ chứng thực – BM-TP-13.01"),
        ("Ký chứng thực", ["Lãnh đạo UBND"], "01 giờ", "Bản sao đã ký"),
        ("Đóng dấu, vào sổ", ["Văn thư"], "30 phút", "Bản sao được chứng thực"),
        ("Trả kết quả, thu lệ phí", ["Công chức BPMC"], "Giờ hành chính", "BM-TP-13.02"),
    ]
    W = [1.2, 5.4, 3.7, 2.7, 3.4]
    bold = lambda s: C(s, b=True)
    rows = [
        [bold("5.1"), bold("Cơ sở pháp lý"), "<", "<", "<"], ["", "- Luật Tổ chức chính quyền địa phương\n- Các văn bản của Chính phủ và Bộ Tư pháp về chứng thực\n- Nghị định số 30/2020/NĐ-CP", "<", "<", "<"],
        [bold("5.2"), bold("Thành phần hồ sơ"), "<", C("Bản chính", b=True, al="center"), C("Bản sao", b=True, al="center")], ["", "Bản chính giấy tờ, văn bản làm cơ sở chứng thực", "<", C("x", al="center"), ""], ["", "Bản sao cần chứng thực (nếu có)", "<", "", C("x", al="center")],
        [bold("5.3"), bold("Số lượng hồ sơ"), "<", "<", "<"], ["", "01 bộ", "<", "<", "<"],
        [bold("5.4"), bold("Thời gian xử lý"), "<", "<", "<"], ["", "Trong buổi làm việc; hồ sơ nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo.", "<", "<", "<"],
        [bold("5.5"), bold("Nơi tiếp nhận và trả kết quả"), "<", "<", "<"], ["", "Bộ phận một cửa của UBND phường", "<", "<", "<"],
        [bold("5.6"), bold("Lệ phí"), "<", "<", "<"], ["", "Theo quy định hiện hành; niêm yết tại Bộ phận một cửa", "<", "<", "<"],
        [bold("5.7"), bold("Quy trình xử lý công việc"), "<", "<", "<"],
        [C("TT", b=True, al="center"), C("Trình tự", b=True, al="center"), C("Trách nhiệm", b=True, al="center"), C("Thời gian", b=True, al="center"), C("Biểu mẫu/Kết quả", b=True, al="center")],
    ]
    rows += [[f"B{n + 1}", a, "\n".join(r), t, k] for n, (a, r, t, k) in enumerate(S)]
    d.t(rows, W, hdr=0, al=["center", "left", "left", "center", "left"])
    h("6.\tBIỂU MẪU")
    d.t([["TT", "Mã hiệu", "Tên biểu mẫu"], ["1.", "Mẫu 01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"], ["2.", "BM-TP-13.01", "Sổ chứng thực bản sao từ bản chính"], ["3.", "BM-TP-13.02", "Sổ trả kết quả"]], [1.4, 4, 11], al=["center", "center", "left"])
    h("7.\tHỒ SƠ CẦN LƯU")
    d.t([["TT", "Hồ sơ lưu"], ["1.", "Bản sao đã chứng thực (01 bản)"], ["2.", "Sổ chứng thực bản sao từ bản chính"], ["3.", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"], [C("Hồ sơ được lưu tại bộ phận Tư pháp – Hộ tịch, thời gian lưu 02 năm; sau đó chuyển lưu trữ theo quy định.", i=True), "<"]], [1.4, 15], al=["center", "left"])
    head = d.header(tbl([[C("UBND PHƯỜNG", b=True, al="center", va="center"), C("QUY TRÌNH\nChứng thực bản sao từ bản chính giấy tờ, văn bản", b=True, al="center"), C([p("Mã hiệu: QT-TP-13", sz=11, sp=(1, 1)), p("Lần ban hành: 05", sz=11, sp=(1, 1)), p("Ngày ban hành: 05/01/2026", sz=11, sp=(1, 1))])]], [3.4, 8, 5], hdr=0, sz=11), p("", sp=(0, 0)))
    d.last = d.sect(header=head, first_header=d.header(), footer=d.footer(p(page(), al="right")))
    T = truth("QUY TRÌNH CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH GIẤY TỜ, VĂN BẢN", "QT-TP-13", "05", None, "2026-01-05", None,
        ["MỤC ĐÍCH", "PHẠM VI", "TÀI LIỆU VIỆN DẪN", "ĐỊNH NGHĨA/VIẾT TẮT", "NỘI DUNG QUY TRÌNH", "BIỂU MẪU", "HỒ SƠ CẦN LƯU"],
        [step(a, r, t) for a, r, t, _ in S], ["Mẫu 01", "BM-TP-13.01", "BM-TP-13.02"], ["Bản sao đã chứng thực (01 bản)", "Sổ chứng thực bản sao từ bản chính", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"],
        ["TCVN ISO 9001:2015", "19/2014/QĐ-TTg", "30/2020/NĐ-CP"], ["UBND", "TTHC", "BPMC", "TCCN"], [rev("04", "2024-01-02"), rev("05", "2026-01-05")], ["Lê Thị Bình", "Trần Văn Cường", "Nguyễn Văn An"])
    return d, T


# 14: an administrative procedure; "Mục 1." is counted by Word, "4.1." is typed; two cases with a table each, with rows of the total; changes and a comment pending in the table.

def d14():
    d = Doc(size=13.5, head={1: {"b": True, "sz": 13.5}, 2: {"b": True, "i": True, "sz": 13.5}}, title="Đăng ký khai sinh", line=288)
    d.track = True
    head = [[C("UBND XÃ\nBỘ PHẬN TƯ PHÁP – HỘ TỊCH", b=True, al="center", sz=12), C("QUY TRÌNH GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH\nĐĂNG KÝ KHAI SINH", b=True, al="center")], [C("Số hiệu: QTNB-HT.14", al="center"), C("Ban hành lần 2 ngày 05 tháng 01 năm 2026", al="center", i=True)]]
    d.add(tbl(head, [6.4, 10], hdr=0, pad=4))
    d.p("", sp=(0, 0))
    auto = d.numbering([("decimal", "Mục %1.", 0, 0, True)])
    h = lambda s: d.p(s, st="Heading1", num=(auto, 0))
    h2 = lambda s: d.p(s, st="Heading2")
    j = lambda *s: d.p(*s, al="both", ind=(0, 1))
    h("Mục đích, phạm vi")
    j("Quy trình nội bộ này quy định các bước, người làm và thời gian của từng bước khi giải quyết thủ tục đăng ký khai sinh tại Uỷ ban nhân dân xã, kể cả trường hợp trẻ em sinh đã lâu nay mới đăng ký.")
    h("Căn cứ")
    j("- Luật Hộ tịch; Luật Trẻ em; các văn bản hướng dẫn thi hành.")
    j("- Quyết định số 19/2014/QĐ-TTg; Thông tư số 26/2014/TT-BKHCN; Tiêu chuẩn TCVN ISO 9001:2015.")
    h("Chữ viết tắt")
    d.add(tbl([["HT", "Hộ tịch"], ["CCHT", "Công chức tư pháp – hộ tịch"], ["TN&TKQ", "Tiếp nhận và trả kết quả"]], [3, 9], hdr=0, borders=False, st=None, center=False))
    h("Yêu cầu của thủ tục")
    h2("4.1. Thành phần hồ sơ")
    d.t([["STT", "Tên giấy tờ", "Loại", "Số lượng"], ["1", "Tờ khai đăng ký khai sinh (mẫu TK-KS)", "Bản chính", "01"], ["2", "Giấy chứng sinh, hoặc văn bản thay thế theo luật", "Bản chính", "01"], ["3", "Giấy tờ tuỳ thân của người đi đăng ký", "Xuất trình", ""], ["4", "Giấy chứng nhận kết hôn của cha, mẹ (nếu có)", "Xuất trình", ""]], [1.2, 9.6, 3, 2.6], sh="EAEAEA", al=["center", "left", "center", "center"])
    h2("4.2. Thời hạn giải quyết và lệ phí")
    j("a) Thời hạn: ngay trong ngày; nhận sau 15 giờ mà không giải quyết được ngay thì trả vào ngày làm việc tiếp theo. Trường hợp phải xác minh: không quá 05 ngày làm việc.")
    j("b) Lệ phí: miễn đối với đăng ký đúng hạn.")
    h("Các bước giải quyết")
    A = [("Nộp hồ sơ", ["Người yêu cầu"], None, "TK-KS"), ("Tiếp nhận, kiểm tra hồ sơ", ["Công chức TN&TKQ"], "0,5 giờ", "Giấy tiếp nhận"), ("Thẩm định, nhập dữ liệu, in giấy khai sinh", ["CCHT"], "03 giờ", "Bản in giấy khai sinh"), ("Ký giấy khai sinh", ["Chủ tịch UBND xã"], "02 giờ", "Giấy khai sinh"), ("Đóng dấu, ghi Sổ đăng ký khai sinh, trả kết quả", ["Văn thư", "CCHT"], "01 giờ", "Sổ HT-01")]
    B = [("Tiếp nhận, kiểm tra hồ sơ", ["Công chức TN&TKQ"], "½ ngày", "Giấy tiếp nhận"), ("Xác minh tại nơi sinh", ["CCHT"], "03 ngày", "Biên bản xác minh HT-02"), ("Ký giấy khai sinh", ["Chủ tịch UBND xã"], "01 ngày", "Giấy khai sinh"), ("Trả kết quả", ["Công chức TN&TKQ"], "½ ngày", "Sổ HT-01")]
    h2("5.1. Trường hợp thông thường")
    k = dict(sh="EAEAEA", al=["center", "left", "left", "center", "left"], sz=12)
    W = [1.9, 5.3, 3.4, 2.6, 3.2]
    rows = [["Bước công việc", "Nội dung công việc", "Trách nhiệm thực hiện", "Thời gian", "Kết quả/ Sản phẩm"]]
    for n, (a, r, t, out) in enumerate(A):
        cell = C([p(run(a, sz=12), sp=(2, 2)), *([p("Hồ sơ chưa đủ thì hướng dẫn bổ sung một lần bằng văn bản.", sz=11, i=True, sp=(0, 2))] if n == 1 else []), *([p("Chữ đệm của trẻ ghi đúng như ", d.comment("thoả thuận của cha, mẹ", "Nên nêu rõ căn cứ.", by="Trần Văn Cường", sz=11), ".", sz=11, sp=(0, 2))] if n == 2 else [])])
        time = C([p(dele("04 giờ", 910, sz=12), ins("03 giờ", 911, sz=12), al="center")]) if n == 2 else (t or "")
        rows.append([f"Bước {n + 1}", cell, "\n".join(r), time, out])
    rows.append([C("Tổng thời gian", b=True, al="center"), "<", "<", C("Trong ngày làm việc", b=True), ""])
    d.t(rows, W, **k)
    h2("5.2. Trường hợp phải xác minh")
    rows = [["Bước công việc", "Nội dung công việc", "Trách nhiệm thực hiện", "Thời gian", "Kết quả/ Sản phẩm"]] + [[f"Bước {n + 1}", a, "\n".join(r), t, o] for n, (a, r, t, o) in enumerate(B)] + [[C("Tổng thời gian", b=True, al="center"), "<", "<", C("05 ngày làm việc", b=True), ""]]
    d.t(rows, W, **k)
    h("Biểu mẫu, hồ sơ lưu")
    d.p("6.1. Biểu mẫu:", b=True)
    for s in ("TK-KS – Tờ khai đăng ký khai sinh", "HT-01 – Sổ đăng ký khai sinh", "HT-02 – Biên bản xác minh"):
        d.p("+ " + s, ind=(1, 0), sp=(0, 2))
    d.p("6.2. Hồ sơ lưu:", b=True)
    for s in ("+ Tờ khai đăng ký khai sinh;", "+ Giấy chứng sinh;", "+ Biên bản xác minh (nếu có);", "+ Sổ đăng ký khai sinh."):
        d.p(s, ind=(1, 0), sp=(0, 2))
    j("Hồ sơ lưu tại bộ phận Tư pháp – Hộ tịch; riêng Sổ đăng ký khai sinh lưu vĩnh viễn.")
    d.add(tbl([[C([p("Người xây dựng", b=True, al="center", sp=(10, 60)), p("Lê Thị Bình", b=True, al="center")]), C([p("Người thẩm định", b=True, al="center", sp=(10, 60)), p("Trần Thị Hạnh", b=True, al="center")]), C([p("CHỦ TỊCH", b=True, al="center", sp=(10, 60)), p("Nguyễn Văn An", b=True, al="center")])]], [5.4, 5.4, 5.6], hdr=0, borders=False, st=None, cant=True))
    d.p("Phụ lục: Tờ khai đăng ký khai sinh", st="Heading1", before_page=True)
    d.p("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc", b=True, al="center")
    d.p("TỜ KHAI ĐĂNG KÝ KHAI SINH", b=True, al="center", sp=(10, 2))
    d.p("Kính gửi: ……………………………………", al="center")
    for s in ("Họ, chữ đệm, tên người yêu cầu:", "Nơi cư trú:", "Giấy tờ tuỳ thân:", "Quan hệ với người được khai sinh:", "Họ, chữ đệm, tên người được khai sinh:", "Ngày, tháng, năm sinh:", "Nơi sinh:", "Quê quán:"):
        d.p(s + "\t", tabs=[(16.2, "right", "dot")], sp=(2, 2))
    d.p("Đề nghị cấp bản sao:  Có ", checkbox(), "   Không ", checkbox(False, 2002), sp=(6, 6))
    d.p("Làm tại: ……………, ngày …… tháng …… năm ………", al="right", i=True)
    d.last = d.sect(footer=d.footer(p(page(), al="center")))
    T = truth("QUY TRÌNH GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH ĐĂNG KÝ KHAI SINH", "QTNB-HT.14", "2", None, "2026-01-05", None,
        ["Mục đích, phạm vi", "Căn cứ", "Chữ viết tắt", "Yêu cầu của thủ tục", "Các bước giải quyết", "Biểu mẫu, hồ sơ lưu", "Tờ khai đăng ký khai sinh"],
        [step(a, r, t) for a, r, t, _ in A + B], ["TK-KS", "HT-01", "HT-02"], ["Tờ khai đăng ký khai sinh", "Giấy chứng sinh", "Biên bản xác minh (nếu có)", "Sổ đăng ký khai sinh"],
        ["19/2014/QĐ-TTg", "26/2014/TT-BKHCN", "TCVN ISO 9001:2015"], ["HT", "CCHT", "TN&TKQ"], [], ["Lê Thị Bình", "Trần Thị Hạnh", "Nguyễn Văn An"])
    return d, T


# 15: letters "A."; steps in stages whose rows stretch over the table; numbers of the steps by Word; runs broken; the whole front matter in one table.

def d15():
    d = Doc(size=13, title="Quản lý rủi ro và cơ hội", line=300, ids="vi", head={1: {"b": True}})
    auto = d.numbering([("decimal", "%1", 0.4, 0.4, False)])
    bul = d.numbering([("bullet", "-", 1, 0.5, False), ("bullet", "+", 1.75, 0.5, False)])
    d.t([
        [C("NGÂN HÀNG ĐẦU TƯ HẠ TẦNG", b=True, al="center"), "<", "<", "<", "<", "<"],
        [C("QUY TRÌNH QUẢN LÝ RỦI RO VÀ CƠ HỘI", b=True, al="center", sz=16), "<", "<", "<", "<", "<"],
        ["Mã số:", C("QLRR/QT-15"), "BH:", "01", "SĐ:", "04"],
        ["Ngày duyệt:", "31.12.2025", "Ngày áp dụng:", C("5.1.2026"), "<", "<"],
        [C("Lập", b=True, al="center"), "<", C("Xem xét", b=True, al="center"), "<", C("Duyệt", b=True, al="center"), "<"],
        [C("\n\nLê Thị Bình\nChuyên viên", al="center"), "<", C("\n\nHoàng Thị Giang\nTrưởng ban Pháp chế", al="center"), "<", C("\n\nNguyễn Văn An\nTổng Giám đốc", al="center"), "<"],
    ], [2.7, 2.9, 2.9, 2.7, 2.6, 2.6], hdr=0, pad=4)
    h = lambda s: d.p(s, b=True, u=True, sp=(10, 4), keep=True)
    j = lambda *s: d.p(*s, al="both", ind=(0, 1))
    b = lambda s, l=0: d.p(s, num=(bul, l), al="both")
    h("A. MỤC ĐÍCH VÀ PHẠM VI")
    j("Nhận biết sớm những điều có thể ảnh hưởng tới mục tiêu, để phòng ngừa điều xấu và tận dụng điều tốt. Quy trình áp dụng cho tất cả các ban và chi nhánh.")
    h("B. TÀI LIỆU LIÊN QUAN")
    b("TCVN ISO 9001:2015, điều 6.1;")
    b("TCVN ISO 31000, Quản lý rủi ro;")
    b("Quy chế quản trị nội bộ:")
    b("phần về thẩm quyền quyết định;", 1)
    b("phần về chế độ báo cáo.", 1)
    h("C. KHÁI NIỆM")
    d.p("Rủi ro\t:  tác động của sự không chắc chắn lên mục tiêu.", tabs=[(3.5, "left")], ind=(3.5, -3.5))
    d.p("Cơ hội\t:  hoàn cảnh thuận lợi để đạt kết quả mong muốn.", tabs=[(3.5, "left")], ind=(3.5, -3.5))
    d.p("Chủ rủi ro\t:  người có thẩm quyền và trách nhiệm quản lý một rủi ro.", tabs=[(3.5, "left")], ind=(3.5, -3.5))
    h("D. CÁCH THỰC HIỆN")
    stage = lambda s: [C(s, b=True, i=True, sh="FFF2CC"), "<", "<", "<", "<"]
    n_ = lambda: C("", num=(auto, 0))
    S = [("Xác định bối cảnh và mục tiêu", ["Trưởng ban"], "Tháng 11"), ("Nhận diện rủi ro, cơ hội", ["Chủ rủi ro"], "Tháng 11"), ("Chấm điểm khả năng và mức độ", ["Chủ rủi ro", "Ban Pháp chế"], "10 ngày"), ("Xếp hạng, chọn rủi ro cần xử lý", ["Ban Pháp chế"], "05 ngày"), ("Lập kế hoạch xử lý", ["Chủ rủi ro"], "10 ngày"), ("Phê duyệt kế hoạch", ["Tổng Giám đốc"], "03 ngày"), ("Theo dõi, báo cáo", ["Ban Pháp chế"], "Hằng quý"), ("Cập nhật danh mục rủi ro", ["Ban Pháp chế"], "Khi có thay đổi")]
    out = ["", "QLRR/BM-01", "QLRR/BM-01", "", "QLRR/BM-02", "", "QLRR/BM-03", "QLRR/BM-01"]
    row = lambda i: [n_(), S[i][0], "\n".join(S[i][1]), S[i][2], out[i]]
    d.t([["#", "Hoạt động", "Đơn vị/người thực hiện", "Thời gian", "Mẫu biểu"], stage("Giai đoạn I: Nhận diện"), row(0), row(1), stage("Giai đoạn II: Đánh giá"), row(2), row(3), stage("Giai đoạn III: Xử lý và theo dõi"), row(4), row(5), row(6), row(7)], [1.2, 6, 4, 2.6, 2.6], sh="BDD7EE", al=["center", "left", "left", "center", "center"], sz=12)
    d.p("Thang điểm", b=True, i=True, keep=True)
    d.t([["Điểm", "Khả năng xảy ra", "Mức độ ảnh hưởng"], ["1", "Dưới một lần trong năm năm", "Không đáng kể"], ["2", "Một lần trong một đến năm năm", "Phải điều chỉnh công việc"], ["3", "Mỗi năm một lần trở lên", "Không đạt mục tiêu năm"]], [2, 7.2, 7.2], sh="BDD7EE", al=["center", "left", "left"], sz=12)
    j("Rủi ro có tích của hai điểm từ 6 trở lên phải có kế hoạch xử lý. Rủi ro từ 3 đến 4 điểm do chủ rủi ro tự theo dõi. Rủi ro 1 hoặc 2 điểm được chấp nhận.")
    h("E. MẪU BIỂU VÀ LƯU TRỮ")
    d.t([["Mã mẫu", "Tên", "Lưu tại", "Thời hạn"], ["QLRR/BM-01", "Danh mục rủi ro và cơ hội", "Ban Pháp chế", "05 năm"], ["QLRR/BM-02", "Kế hoạch xử lý rủi ro", "Ban Pháp chế", "05 năm"], ["QLRR/BM-03", "Báo cáo quý", "Văn phòng", "10 năm"]], [3.6, 6.4, 3.4, 3], sh="BDD7EE", sz=12)
    d.page()
    d.p("PHỤ LỤC", b=True, al="center", sp=(0, 0))
    d.p("Mẫu QLRR/BM-01: Danh mục rủi ro và cơ hội", b=True, al="center")
    d.t([["TT", "Rủi ro / Cơ hội", "Khả năng", "Mức độ", "Điểm", "Chủ rủi ro", "Hạn xử lý"]] + [[str(n), *[""] * 6] for n in range(1, 9)], [1.1, 5.3, 1.8, 1.8, 1.5, 2.7, 2.2], sz=11, height=0.9)
    d.last = d.sect(footer=d.footer(p("QLRR/QT-15 – BH 01/SĐ 04\tTrang ", page(sz=10), " trên ", pages("4", sz=10), sz=10, tabs=[(16.4, "right")])))
    T = truth("QUY TRÌNH QUẢN LÝ RỦI RO VÀ CƠ HỘI", "QLRR/QT-15", "01", "04", "2025-12-31", "2026-01-05",
        ["MỤC ĐÍCH VÀ PHẠM VI", "TÀI LIỆU LIÊN QUAN", "KHÁI NIỆM", "CÁCH THỰC HIỆN", "MẪU BIỂU VÀ LƯU TRỮ", "PHỤ LỤC"], [step(*s) for s in S], [f"QLRR/BM-0{n}" for n in (1, 2, 3)],
        ["Danh mục rủi ro và cơ hội", "Kế hoạch xử lý rủi ro", "Báo cáo quý"], ["TCVN ISO 9001:2015", "TCVN ISO 31000"], ["Rủi ro", "Cơ hội", "Chủ rủi ro"], [], ["Lê Thị Bình", "Hoàng Thị Giang", "Nguyễn Văn An"])
    return d, T, {"shatter": True}


# 16: written in Word, opened and saved by LibreOffice; role, flow and description with the arrow in the same cell as the step; some rows without a role.

def d16():
    d = Doc(font="Liberation Serif", size=13, head={1: {"b": True, "sz": 13}, 2: {"b": True, "sz": 13}}, title="Đo lường sự hài lòng", line=288)
    d.style_num = d.numbering([("decimal", "%1", 0.8, 0.8, True), ("decimal", "%1.%2", 1, 1, True)], style=["Heading1", "Heading2"])
    dash = d.numbering([("bullet", "–", 1, 0.5, False)])
    d.add(tbl([[C("TRUNG TÂM DỊCH VỤ VIỆC LÀM", b=True, al="center"), C("QUY TRÌNH ĐO LƯỜNG SỰ HÀI LÒNG CỦA KHÁCH HÀNG", b=True, al="center"), C("QT 16\nBH: 01\nSĐ: 00", al="left")]], [4.6, 8, 3.8], hdr=0))
    d.p("", sp=(0, 0))
    d.t([["Người viết: Trần Thị Hạnh", "Người kiểm tra: Phạm Văn Dũng", "Người duyệt: Nguyễn Văn An"], ["Ngày: 29/12/2025", "Ngày: 30/12/2025", "Ngày: 05/01/2026"], ["Ký tên:\n\n\n", "Ký tên:", "Ký tên:"]], [5.4, 5.5, 5.5], hdr=0)
    h = lambda s: d.p(s, st="Heading1")
    h2 = lambda s: d.p(s, st="Heading2")
    j = lambda *s: d.p(*s, al="both")
    b = lambda s: d.p(s, num=(dash, 0), al="both")
    h("Mục đích")
    j("Biết người lao động và người sử dụng lao động hài lòng đến đâu với dịch vụ của Trung tâm, để sửa chỗ chưa tốt.")
    h("Phạm vi")
    j("Khách hàng của mọi dịch vụ: tư vấn, giới thiệu việc làm, sàn giao dịch, bảo hiểm thất nghiệp.")
    h("Tài liệu liên quan")
    b("TCVN ISO 9001:2015, điều 9.1.2")
    b("Quyết định 101/QĐ-BKHCN")
    b("QT 04 Hành động khắc phục")
    h("Định nghĩa")
    b("Sự hài lòng: cảm nhận của khách hàng về mức độ đáp ứng mong đợi của họ.")
    b("Chỉ số hài lòng (CSI): tỷ lệ phiếu từ mức “hài lòng” trở lên.")
    h("Nội dung")
    h2("Lưu đồ")
    S = [("Lập kế hoạch khảo sát", ["Phòng Tổng hợp"], "Tháng 02 và tháng 8. Nêu dịch vụ, số phiếu, cách chọn người trả lời."), ("Duyệt kế hoạch", ["Giám đốc"], "02 ngày."), ("Phát và thu phiếu", ["Phòng nghiệp vụ"], "Trong 03 tuần; phiếu giấy và phiếu trực tuyến – QT16-M1."), ("Nhập và phân tích số liệu", ["Phòng Tổng hợp"], "Trong 01 tuần. Phiếu thiếu quá ba câu trả lời thì loại."), ("Báo cáo kết quả", ["Phòng Tổng hợp"], "QT16-M2. So sánh với kỳ trước và với mục tiêu."), ("Cải tiến", ["Phòng nghiệp vụ", "Phòng Tổng hợp"], "CSI dưới 80% thì lập hành động khắc phục theo QT 04.")]
    rows = [["Trách nhiệm", "Quá trình", "Mô tả / Tài liệu"]]
    for n, (a, r, how) in enumerate(S):
        rows.append([C("\n".join(r), va="center"), C([p(a, al="center", b=True, sp=(6, 0)), *([p(DOWN, al="center", sz=16, sp=(0, 0))] if n < len(S) - 1 else [])]), how])
    d.t(rows, [4, 5, 7.4], sh="DDDDDD")
    h2("Chỉ tiêu")
    j("Mỗi kỳ thu ít nhất 150 phiếu hợp lệ. Câu trả lời chia năm mức, từ rất không hài lòng đến rất hài lòng. Không hỏi tên người trả lời", d.fn("Trừ khi họ muốn được trả lời riêng."), ".")
    h2("Nhóm câu hỏi")
    d.t([["Nhóm", "Số câu hỏi", "Điều muốn biết"], ["Tiếp cận dịch vụ", "4", "Nơi chờ, chỉ dẫn, giờ làm việc"], ["Thủ tục", "3", "Giấy tờ có rõ, có dễ làm không"], ["Nhân viên", "4", "Thái độ, hiểu biết, sự tận tình"], ["Kết quả", "3", "Đúng hẹn, đúng nhu cầu"], ["Góp ý", "2", "Việc tiếp nhận và trả lời góp ý"]], [5, 3, 8.4], sh="DDDDDD", al=["left", "center", "left"])
    j("Câu hỏi được thử với mười người trước khi dùng chính thức. Khi sửa câu hỏi phải giữ ít nhất hai phần ba số câu cũ, để so sánh được với kỳ trước. Người phát phiếu không đứng cạnh khi khách hàng trả lời.")
    h2("Xử lý góp ý riêng")
    j("Góp ý ghi trong phiếu mà có tên và địa chỉ thì phòng nghiệp vụ trả lời trong mười ngày làm việc. Góp ý có dấu hiệu là khiếu nại, tố cáo thì chuyển ngay cho người tiếp công dân, không xử lý theo quy trình này.")
    h("Biểu mẫu")
    d.t([["Ký hiệu", "Tên"], ["QT16-M1", "Phiếu khảo sát"], ["QT16-M2", "Báo cáo kết quả khảo sát"]], [4, 12.4], sh="DDDDDD")
    h("Lưu hồ sơ")
    d.t([["Tên hồ sơ", "Nơi lưu", "Thời gian lưu"], ["Kế hoạch khảo sát", "Phòng Tổng hợp", "2 năm"], ["Phiếu khảo sát đã thu", "Phòng Tổng hợp", "1 năm"], ["Báo cáo kết quả khảo sát", "Phòng Tổng hợp", "5 năm"]], [8.4, 4, 4], sh="DDDDDD")
    h("Sửa đổi")
    d.t([["Ngày", "BH/SĐ", "Nội dung"], ["05/01/2026", "01/00", "Ban hành lần đầu"], ["", "", ""], ["", "", ""]], [3.4, 3, 10], sh="DDDDDD", al=["center", "center", "left"])
    d.last = d.sect(footer=d.footer(p("QT 16 – trang ", page(sz=10), "/", pages(sz=10), al="center", sz=10)))
    T = truth("QUY TRÌNH ĐO LƯỜNG SỰ HÀI LÒNG CỦA KHÁCH HÀNG", "QT 16", "01", "00", "2026-01-05", None, ["Mục đích", "Phạm vi", "Tài liệu liên quan", "Định nghĩa", "Nội dung", "Biểu mẫu", "Lưu hồ sơ", "Sửa đổi"],
        [step(a, r) for a, r, _ in S], ["QT16-M1", "QT16-M2"], ["Kế hoạch khảo sát", "Phiếu khảo sát đã thu", "Báo cáo kết quả khảo sát"], ["TCVN ISO 9001:2015", "101/QĐ-BKHCN", "QT 04"],
        ["Sự hài lòng", "Chỉ số hài lòng (CSI)"], [rev("01/00", "2026-01-05")], ["Trần Thị Hạnh", "Phạm Văn Dũng", "Nguyễn Văn An"])
    return d, T, {"libreoffice": True}


# 17: an old file carried over: smart tags, hyphens that do not break, empty paragraphs for space, a table that floats, a frame,
#     hidden words, hyperlinks; "Bước 1:" is counted by Word; what was moved is marked as moved.

def d17():
    d = Doc(size=14, title="Document1", by="user", line=300, app="Microsoft Office Word")
    hy = X("<w:r><w:t>QT</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t>TTr</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t>17</w:t></w:r>")
    tag = lambda kind, text: X(f'<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="{kind}">{run(text)}</w:smartTag>')
    steps = d.numbering([("decimal", "Bước %1:", 1.9, 1.9, True)])
    items = d.numbering([("decimal", "%1-", 1, 0.6, False), ("lowerLetter", "%2/", 1.8, 0.6, False)])
    d.add(tbl([[C("THANH TRA SỞ", b=True, al="center"), C([p("Mã số: ", hy), p("Lần ban hành: 02")])]], [5, 5.6], hdr=0, float_=True))
    for _ in range(5):
        d.p("")
    d.p("QUY TRÌNH", b=True, al="center", sz=16, sp=(0, 0))
    d.p("GIẢI QUYẾT", X("<w:r><w:br/></w:r>"), "KHIẾU NẠI LẦN ĐẦU", b=True, al="center", sz=16)
    d.p("Ban hành ngày 05/01/2026, thay cho quy trình ban hành ngày 10/6/2022", i=True, al="center", sz=13)
    for _ in range(2):
        d.p("")
    h = lambda s: d.p(s, b=True, sp=(6, 4), keep=True)
    j = lambda *s: d.p(*s, al="both", ind=(0, 1.27))
    h("1- Mục đích:")
    j("Giải quyết khiếu nại lần đầu đúng thẩm quyền, đúng trình tự, trong thời hạn luật định; bảo vệ quyền và lợi ích hợp pháp của người khiếu nại.")
    h("2- Phạm vi:")
    j("Khiếu nại quyết định hành chính, hành vi hành chính thuộc thẩm quyền của Giám đốc ", tag("place", "Sở"), ".")
    h("3- Văn bản áp dụng:")
    link = d.rel("hyperlink", "https://vanban.chinhphu.vn/")
    j("+ Luật Khiếu nại và ", X(f'<w:hyperlink r:id="{link}">{run("Nghị định số 30/2020/NĐ-CP", style="Hyperlink")}</w:hyperlink>'), " về công tác văn thư;")
    j("+ Tiêu chuẩn TCVN ISO 9001:2015;")
    j("+ Quyết định 19/2014/QĐ", X("<w:r><w:noBreakHyphen/></w:r>"), "TTg.")
    h("4- Giải thích từ ngữ:")
    j("__Người khiếu nại__ là công dân, cơ quan, tổ chức thực hiện quyền khiếu nại.")
    j("__Thụ lý__ là việc nhận giải quyết và vào sổ vụ việc.")
    h("5- Các bước tiến hành:")
    S = [("Tiếp nhận đơn", ["Văn thư"], "trong ngày", "Đóng dấu đến, vào sổ KN-01, chuyển Chánh Thanh tra."), ("Thụ lý hoặc trả lời không thụ lý", ["Chánh Thanh tra"], "10 ngày", "Thông báo bằng văn bản theo mẫu KN-02; không thụ lý thì nêu rõ lý do."), ("Xác minh nội dung khiếu nại", ["Tổ xác minh"], "15 ngày", "Làm việc với các bên, lập biên bản; vụ việc phức tạp thì báo cáo để kéo dài."), ("Tổ chức đối thoại", ["Giám đốc Sở", "Tổ xác minh"], "03 ngày", "Lập biên bản đối thoại KN-03 có chữ ký các bên."), ("Ra quyết định giải quyết", ["Giám đốc Sở"], "05 ngày", "Gửi quyết định cho người khiếu nại trong ba ngày làm việc."), ("Lưu hồ sơ vụ việc", ["Tổ xác minh", "Văn thư"], "05 ngày", "Đánh số bút lục, nộp lưu theo danh mục.")]
    for n, (a, r, t, how) in enumerate(S):
        d.p(a, " ", run(f"[{', '.join(r)} – {t}]", i=True), num=(steps, 0), b=True, keep=True)
        j(how)
        if n == 2:
            d.p("kiểm tra giấy tờ, tài liệu;", num=(items, 0), al="both")
            d.p("khảo sát tại chỗ, gồm:", num=(items, 0), al="both")
            d.p("đo vẽ, chụp ảnh,", num=(items, 1))
            d.p("lấy lời trình bày của người làm chứng;", num=(items, 1))
            d.p("trưng cầu giám định khi cần.", num=(items, 0), al="both")
    d.add(X(f'<w:p><w:pPr><w:framePr w:w="4200" w:hSpace="180" w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="right" w:y="1"/><w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="4" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="4" w:color="auto"/></w:pBdr></w:pPr>{runs("Thời hạn ở vùng đi lại khó khăn được kéo dài theo luật.", i=True, sz=12)}</w:p>'))
    moved = "Người tham gia xác minh không được là người có quyền lợi liên quan."
    d.add(X(f'<w:p><w:pPr><w:ind w:firstLine="720"/></w:pPr>{run("Mọi buổi làm việc đều lập biên bản. ")}<w:moveFromRangeStart w:id="940" w:name="move1" w:author="Trần Văn Cường" w:date="2026-01-12T09:30:00Z"/><w:moveFrom w:id="941" w:author="Trần Văn Cường" w:date="2026-01-12T09:30:00Z">{run(moved)}</w:moveFrom><w:moveFromRangeEnd w:id="940"/></w:p>'))
    d.add(X(f'<w:p><w:pPr><w:ind w:firstLine="720"/></w:pPr>{run("Hồ sơ được giữ kín cho đến khi có quyết định giải quyết. ")}<w:moveToRangeStart w:id="942" w:name="move1" w:author="Trần Văn Cường" w:date="2026-01-12T09:30:00Z"/><w:moveTo w:id="943" w:author="Trần Văn Cường" w:date="2026-01-12T09:30:00Z">{run(moved)}</w:moveTo><w:moveToRangeEnd w:id="942"/></w:p>'))
    h("6- Mẫu biểu kèm theo:")
    d.t([["Số", "Mẫu biểu", "Ký hiệu"], ["1", "Sổ theo dõi đơn", "KN-01"], ["2", "Thông báo thụ lý", "KN-02"], ["3", "Biên bản đối thoại", "KN-03"]], [1.6, 10.4, 4], al=["center", "left", "center"])
    h("7- Hồ sơ lưu:")
    for a in ("Đơn khiếu nại;", "Báo cáo kết quả xác minh;", "Biên bản đối thoại;", "Quyết định giải quyết khiếu nại."):
        d.p(X('<w:r><w:sym w:font="Wingdings" w:char="F0A7"/></w:r>'), "\t" + a, ind=(1.9, -0.63), tabs=[(1.9, "left")], sp=(0, 2))
    d.p("xem lại chỗ này với anh Cường", hidden=True)
    d.p("")
    d.add(tbl([[C("NGƯỜI LẬP", b=True, al="center"), C("CHÁNH THANH TRA", b=True, al="center"), C("GIÁM ĐỐC", b=True, al="center")], [C("\n\n\nHoàng Thị Giang", al="center"), C("\n\n\nTrần Văn Cường", al="center"), C("\n\n\nNguyễn Văn An", al="center")]], [5.3, 5.4, 5.3], hdr=0, borders=False, st=None, cant=True))
    d.last = d.sect(footer=d.footer(p(simple_field("PAGE", "1"), al="center")))
    T = truth("QUY TRÌNH GIẢI QUYẾT KHIẾU NẠI LẦN ĐẦU", "QT-TTr-17", "02", None, "2026-01-05", None,
        ["Mục đích", "Phạm vi", "Văn bản áp dụng", "Giải thích từ ngữ", "Các bước tiến hành", "Mẫu biểu kèm theo", "Hồ sơ lưu"], [step(a, r, t) for a, r, t, _ in S], ["KN-01", "KN-02", "KN-03"],
        ["Đơn khiếu nại", "Báo cáo kết quả xác minh", "Biên bản đối thoại", "Quyết định giải quyết khiếu nại"], ["30/2020/NĐ-CP", "TCVN ISO 9001:2015", "19/2014/QĐ-TTg"], ["Người khiếu nại", "Thụ lý"], [], ["Hoàng Thị Giang", "Trần Văn Cường", "Nguyễn Văn An"])
    return d, T


# 18: chapters on a line above their titles, with articles within; who acts is marked by x under the columns of offices; code, issue and revision stand in one bracket.

def d18():
    d = Doc(size=13, title="QT quản lý thiết bị", line=300)
    d.p("VIỆN KIỂM NGHIỆM", b=True, al="center", sz=14, sp=(0, 80))
    d.p("QUY TRÌNH", b=True, al="center", sz=24, sp=(0, 0))
    d.p("QUẢN LÝ THIẾT BỊ ĐO LƯỜNG, THỬ NGHIỆM", b=True, al="center", sz=20, sp=(0, 20))
    d.p("(Mã số: VKN.QT.18 – Lần BH: 03 – Lần SĐ: 01)", al="center", sp=(0, 80))
    d.t([[C("Phê duyệt:", b=True), "Nguyễn Văn An", "Viện trưởng", "Ngày 05/01/2026"], [C("Xem xét:", b=True), "Phạm Văn Dũng", "Trưởng phòng Kỹ thuật", "Ngày 04/01/2026"], [C("Biên soạn:", b=True), "Trần Thị Hạnh", "Kỹ sư đo lường", "Ngày 02/01/2026"]], [3, 4.6, 5, 3.8], hdr=0, height=1.1)
    d.p("Ngày có hiệu lực: 20/01/2026", b=True, sp=(10, 6))
    d.t([["Sửa đổi", "Ngày", "Trang, mục sửa", "Người sửa"], ["03/00", "01/9/2024", "Ban hành lại", "Trần Thị Hạnh"], ["03/01", "05/01/2026", "Điều 6", "Trần Thị Hạnh"], ["", "", "", ""], ["", "", "", ""], ["", "", "", ""]], [3, 3.4, 6, 4], al=["center", "center", "left", "left"])
    d.page()

    def chapter(no, s):
        d.p(no, b=True, al="center", sp=(10, 0), keep=True)
        d.p(s, b=True, al="center", sp=(0, 6), keep=True)

    a = lambda s: d.p(s, b=True, ind=(0, 1), keep=True)
    j = lambda *s: d.p(*s, al="both", ind=(0, 1))
    chapter("Chương I", "QUY ĐỊNH CHUNG")
    a("Điều 1. Mục đích")
    j("Bảo đảm thiết bị đo lường, thử nghiệm luôn cho kết quả tin cậy, được hiệu chuẩn đúng hạn và truy nguyên được đến chuẩn quốc gia.")
    a("Điều 2. Phạm vi")
    j("Mọi thiết bị dùng trong các phép thử mà Viện công bố, kể cả thiết bị mượn và thiết bị thuê.")
    a("Điều 3. Tài liệu viện dẫn")
    j("TCVN ISO 9001:2015 (điều 7.1.5); VKN.QT.01 Kiểm soát tài liệu; VKN.QT.06 Mua sắm.")
    a("Điều 4. Giải thích từ ngữ")
    j("1. Hiệu chuẩn: việc xác định quan hệ giữa giá trị thiết bị chỉ ra và giá trị của chuẩn.")
    j("2. Kiểm định: việc cơ quan có thẩm quyền đánh giá, xác nhận đặc tính kỹ thuật của phương tiện đo.")
    chapter("Chương II", "NỘI DUNG QUẢN LÝ")
    a("Điều 5. Phân công và trình tự")
    j("Dấu x chỉ đơn vị thực hiện.")
    units = ["Phòng sử dụng", "Phòng Kỹ thuật", "Viện trưởng"]
    S = [("Đề xuất trang bị thiết bị", "x--", "Quý III"), ("Duyệt đề xuất", "--x", "05 ngày"), ("Nghiệm thu, lập lý lịch máy", "xx-", "03 ngày"), ("Lập kế hoạch hiệu chuẩn năm", "-x-", "Trước 15/12"), ("Gửi hiệu chuẩn, kiểm định", "-x-", "Theo kế hoạch"), ("Dán nhãn trạng thái", "-x-", "01 ngày"), ("Sử dụng, bảo dưỡng hằng ngày", "x--", "Hằng ngày"), ("Xử lý thiết bị hỏng, quá hạn", "xx-", "Ngay khi phát hiện")]
    v = lambda s: C(s, b=True, al="center", va="center")
    d.t([["STT", "Công việc", C("Đơn vị thực hiện", al="center"), "<", "<", "Thời hạn", "Biểu mẫu"], ["^", "^", *[v(u) for u in units], "^", "^"]] + [[str(n + 1), w, *["x" if m == "x" else "" for m in marks], t, {2: "VKN.BM.18.1", 3: "VKN.BM.18.2", 6: "VKN.BM.18.3"}.get(n, "")] for n, (w, marks, t) in enumerate(S)], [1.2, 4.8, 1.9, 1.9, 1.9, 2.4, 2.9], hdr=2, sh="E7E6E6", al=["center", "left", "center", "center", "center", "center", "center"], sz=12)
    a("Điều 6. Nhãn trạng thái")
    j("1. Nhãn xanh: thiết bị đạt, còn hạn hiệu chuẩn.")
    j("2. Nhãn vàng: thiết bị chỉ được dùng trong giới hạn ghi trên nhãn.")
    j("3. Nhãn đỏ: thiết bị không được dùng. Nhãn đỏ do Phòng Kỹ thuật gỡ sau khi thiết bị đã sửa và hiệu chuẩn lại.")
    a("Điều 7. Khi kết quả hiệu chuẩn không đạt")
    j("Phòng Kỹ thuật dừng việc dùng thiết bị, xem lại các kết quả đã công bố kể từ lần hiệu chuẩn trước và báo Viện trưởng trong một ngày làm việc. Kết quả bị ảnh hưởng phải được thử lại hoặc thu hồi, khách hàng được báo bằng văn bản.")
    chapter("Chương III", "BIỂU MẪU VÀ HỒ SƠ")
    a("Điều 8. Biểu mẫu")
    j("VKN.BM.18.1 Lý lịch máy; VKN.BM.18.2 Kế hoạch hiệu chuẩn; VKN.BM.18.3 Nhật ký sử dụng.")
    a("Điều 9. Hồ sơ")
    d.t([["Hồ sơ", "Thời gian lưu"], ["Lý lịch máy", "Theo tuổi thọ của máy"], ["Giấy chứng nhận hiệu chuẩn", "05 năm"], ["Nhật ký sử dụng", "03 năm"]], [10, 6.4], sh="E7E6E6")
    head = d.header(p("VIỆN KIỂM NGHIỆM\tVKN.QT.18\tTrang ", page(sz=10), "/", pages("4", sz=10), sz=10, tabs=[(8.2, "center"), (16.4, "right")], border=True))
    d.last = d.sect(header=head, first=True)
    T = truth("QUY TRÌNH QUẢN LÝ THIẾT BỊ ĐO LƯỜNG, THỬ NGHIỆM", "VKN.QT.18", "03", "01", "2026-01-05", "2026-01-20", ["QUY ĐỊNH CHUNG", "NỘI DUNG QUẢN LÝ", "BIỂU MẪU VÀ HỒ SƠ"],
        [step(w, [u for u, m in zip(units, marks) if m == "x"], t) for w, marks, t in S], ["VKN.BM.18.1", "VKN.BM.18.2", "VKN.BM.18.3"], ["Lý lịch máy", "Giấy chứng nhận hiệu chuẩn", "Nhật ký sử dụng"],
        ["TCVN ISO 9001:2015", "VKN.QT.01", "VKN.QT.06"], ["Hiệu chuẩn", "Kiểm định"], [rev("03/00", "2024-09-01"), rev("03/01", "2026-01-05")], ["Trần Thị Hạnh", "Phạm Văn Dũng", "Nguyễn Văn An"])
    return d, T


FILES = [
    ("01-kiem-soat-tai-lieu", d01), ("02-kiem-soat-ho-so", d02), ("03-danh-gia-noi-bo", d03), ("04-khac-phuc", d04), ("05-xem-xet-lanh-dao", d05), ("06-mua-sam", d06),
    ("07-dao-tao", d07), ("08-tiep-cong-dan", d08), ("09-cong-tac-van-thu", d09), ("10-thi-dua-khen-thuong", d10), ("11-quan-ly-tai-san", d11), ("12-tuyen-dung", d12),
    ("13-chung-thuc-ban-sao", d13), ("14-dang-ky-khai-sinh", d14), ("15-quan-ly-rui-ro", d15), ("16-do-luong-hai-long", d16),
    ("17-giai-quyet-khieu-nai", d17), ("18-quan-ly-thiet-bi", d18),
]


def through_libreoffice(path):
    """The file as LibreOffice saves it again; the hour of saving is taken out. Without LibreOffice nothing is done."""
    office = shutil.which("soffice")
    if not office:
        return False
    with tempfile.TemporaryDirectory() as folder:
        for kind, source in (("odt", path), ("docx", Path(folder) / f"{path.stem}.odt")):
            subprocess.run([office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir", folder, str(source)], check=True, capture_output=True)
        with zipfile.ZipFile(Path(folder) / path.name) as z:
            blobs = {n: z.read(n) for n in z.namelist()}
    core = blobs["docProps/core.xml"].decode()
    blobs["docProps/core.xml"] = re.sub(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*", r"\g<1>2026-01-05T01:00:00Z", core).encode()
    pack(path, blobs)
    return True


def words(path):
    """All that is printed, changes accepted, in one line of plain words."""
    out = []
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            if re.match(r"word/(document|header\d*|footer\d*|footnotes)\.xml$", name):
                for el in etree.fromstring(z.read(name)).iter(f"{w}t", f"{w}tab", f"{w}br", f"{w}p", f"{w}noBreakHyphen"):
                    out.append(el.text if el.tag == f"{w}t" else "-" if el.tag == f"{w}noBreakHyphen" else " ")
    return " ".join(unicodedata.normalize("NFC", "".join(out)).replace("\u00a0", " ").split())


def check(path, t):
    """Every word of the truth is printed in the file (dates are not looked for)."""
    text = words(path).casefold()
    wanted = [t["title"], t["code"], t["issue"], t["revision"], *t["sections"], *t["forms"], *t["records"], *t["references"], *t["terms"], *(r["number"] for r in t["revisions"])]
    for s in t["steps"]:
        wanted += [s["activity"], *s["responsible"], s["time"]]
    for name in t["signers"].values():
        wanted += name if isinstance(name, list) else [name]
    return [x for x in wanted if x and " ".join(x.split()).casefold() not in text]


def main():
    for name, make in FILES:
        d, t, *rest = make()
        how = dict(rest[0]) if rest else {}
        office = how.pop("libreoffice", False)
        path = HERE / f"{name}.docx"
        old = path.read_bytes() if path.exists() else None
        d.save(path, **how)
        if office and not through_libreoffice(path) and old:
            path.write_bytes(old)
        text = yaml.safe_dump(t, allow_unicode=True, sort_keys=False, width=140)
        (HERE / f"{name}.truth.yaml").write_text(text, encoding="utf-8")
        print(name, path.stat().st_size, check(path, t) or "")


if __name__ == "__main__":
    main()
