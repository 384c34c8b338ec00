"""Administrative papers: decisions laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I, asks, and the measuring of that."""
