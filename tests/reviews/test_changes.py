"""What a submission says that the one before did not."""

from reviews.changes import Change, changes_between, marked

BEFORE = [["家庭", [["家庭人口", "3"], ["住房", "租住"]]], ["成员", [["儿子", "小学"], ["儿子", "初中"]]]]


def test_the_same_twice_has_no_changes():
    assert changes_between(BEFORE, BEFORE) == []


def test_a_changed_value_an_added_one_and_one_left_out_are_told_by_heading_and_label():
    after = [["家庭", [["家庭人口", "4"], ["致困原因", "重病"]]], BEFORE[1]]
    assert changes_between(BEFORE, after) == [
        Change("家庭", "家庭人口", "3", "4"),
        Change("家庭", "致困原因", "", "重病"),
        Change("家庭", "住房", "租住", ""),
    ]


def test_of_two_with_the_same_label_the_right_one_has_changed():
    after = [BEFORE[0], ["成员", [["儿子", "小学"], ["儿子", "高中"]]]]
    assert changes_between(BEFORE, after) == [Change("成员", "儿子", "初中", "高中")]
    rows = marked(after, changes_between(BEFORE, after))[1][1]
    assert rows == [("儿子", "小学", False), ("儿子", "高中", True)]


def test_what_is_no_text_is_compared_as_text():
    assert changes_between([["家庭", [["人口", 3], ["电话", None]]]], [["家庭", [["人口", "3"], ["电话", ""]]]]) == []
