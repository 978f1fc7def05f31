from pathlib import Path

from onrecord.settings import read_settings


def test_the_record_is_in_the_folder_one_is_in() -> None:
    assert read_settings({}).record == Path("onrecord.sqlite")
    assert read_settings({"ONRECORD_RECORD": ""}).record == Path("onrecord.sqlite")


def test_the_environment_may_name_another() -> None:
    assert read_settings({"ONRECORD_RECORD": "/records/dam.sqlite"}).record == "/records/dam.sqlite"
    address = "postgresql://team@db.example/dam"
    assert read_settings({"ONRECORD_RECORD": address}).record == address
