"""Tags as plain values: their names, what they lead to, what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from qmsdocs.history.repository import Repository, repository_of
from qmsdocs.history.tags import read_tags
from qmsdocs.model.tag import TagFacts
from tests.history.git import commit, git

FACTS = TagFacts("QT-01", "1.0", "sha256:" + "1" * 64, "12/QĐ-UBND", "sha256:" + "2" * 64)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"qms.yaml": "format: 1\n"}, "Một")
    return repository_of(tmp_path)


def test_an_annotated_tag_says_what_was_written_into_it(repository: Repository) -> None:
    git(repository.top, "tag", "-a", "QT-01/1.0", "-m", FACTS.message)
    tag = read_tags(repository)["QT-01/1.0"]
    assert (tag.annotated, tag.signed, tag.commit) == (True, False, repository.head)
    assert tag.oid != tag.commit
    assert TagFacts.of(tag.message) == FACTS


def test_a_light_tag_says_nothing(repository: Repository) -> None:
    git(repository.top, "tag", "QT-01/1.0")
    tag = read_tags(repository)["QT-01/1.0"]
    assert (tag.annotated, tag.message, tag.oid) == (False, "", repository.head)


def test_a_message_of_many_lines_is_kept_and_what_leads_to_no_commit_is_left_out(repository: Repository) -> None:
    git(repository.top, "tag", "-a", "one", "-m", "hai\n\nba\n\nbốn")
    git(repository.top, "tag", "-a", "of-a-tag", "one", "-m", "một")
    git(repository.top, "tag", "of-a-file", "HEAD:qms.yaml")
    tags = read_tags(repository)
    assert "of-a-file" not in tags
    assert tags["one"].message.strip() == "hai\n\nba\n\nbốn"


def test_without_tags_there_are_none(repository: Repository) -> None:
    assert read_tags(repository) == {}
