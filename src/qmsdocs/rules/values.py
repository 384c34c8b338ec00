"""QD013 to QD019: keys and values that the repository format knows. The reader finds these; none can be waived."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdocs.model.register import Fault, SourceFile
from qmsdocs.rules.base import ERROR, Context, Rule, rule
from qmsdocs.rules.files import faults_of


@rule("QD013", ERROR, "format.md, section 2", of=SourceFile)
def unknown_key(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Every key is one of the repository format, or begins with x-.

    Why: A misspelt key is a fact that is silently missing.

    Bad:
        --- external/30-2020-ND-CP.yaml
        isuer: Chính phủ
    Good:
        --- external/30-2020-ND-CP.yaml
        x-nguoi-cap-nhat: Văn phòng
    """
    return faults_of(file, "unknown-key")


@rule("QD014", ERROR, "format.md, sections 3 to 6", of=SourceFile)
def missing_key(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Nothing is missing that every document must state.

    Why: A document without code or title cannot be identified.

    Bad:
        --- external/30-2020-ND-CP.yaml (-title)
    Good:
        --- external/30-2020-ND-CP.yaml
        title: Về công tác văn thư
    """
    return faults_of(file, "missing-key")


@rule("QD015", ERROR, "format.md, sections 2 to 6", of=SourceFile)
def wrong_type(file: SourceFile, context: Context) -> Iterator[Fault]:
    """A value is of the kind that its key asks for: text, number, list, keys and values.

    Why: YAML reads 7.50 as the number 7.5 and a word as text where a list is meant; guessing would change what was written.

    Bad:
        --- external/30-2020-ND-CP.yaml
        units: VP
    Good:
        --- external/30-2020-ND-CP.yaml
        units: [VP]
    """
    return faults_of(file, "wrong-type")


@rule("QD016", ERROR, "format.md, sections 3 to 6", of=SourceFile)
def bad_value(file: SourceFile, context: Context) -> Iterator[Fault]:
    """A value is one of those that its key allows.

    Why: A word that the format does not know would be taken for nothing at all.

    Bad:
        --- external/30-2020-ND-CP.yaml
        category: law
    Good:
        --- external/30-2020-ND-CP.yaml
        category: legal
    """
    return faults_of(file, "bad-value")


@rule("QD017", ERROR, "format.md, section 2", of=SourceFile)
def bad_date(file: SourceFile, context: Context) -> Iterator[Fault]:
    """A date is a day that exists, written year-month-day.

    Why: 05/03/2020 is the fifth of March to one reader and the third of May to another.

    Bad:
        --- external/30-2020-ND-CP.yaml
        effective: 05/03/2020
    Good:
        --- external/30-2020-ND-CP.yaml
        effective: 2020-03-05
    """
    return faults_of(file, "bad-date")


@rule("QD018", ERROR, "format.md, section 2", of=SourceFile)
def bad_number(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Issue and revision are whole numbers.

    Why: Revisions are counted; 1.1 or "a" has no next number.

    Bad:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, issue: 1.1}
    Good:
        --- procedures/QT-02/QT-02.yaml
        forms:
          - {code: BM-02-01, title: Danh mục hồ sơ, issue: 1, revision: 1}
    """
    return faults_of(file, "bad-number")


@rule("QD019", ERROR, "format.md, section 7", of=SourceFile)
def unknown_profile(file: SourceFile, context: Context) -> Iterator[Fault]:
    """Every profile that qms.yaml names exists.

    Why: Without its profile nobody knows which documents the agency must have.

    Bad:
        --- qms.yaml
        profiles: [tcvn-iso-9001-2016]
    Good:
        --- qms.yaml
        profiles: [profile.yaml]
    """
    return faults_of(file, "unknown-profile")


RULES: tuple[Rule, ...] = (unknown_key, missing_key, wrong_type, bad_value, bad_date, bad_number, unknown_profile)
