"""No line is moved off a sent list, nor onto one."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0010_order_tasks_by_deadline"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="task",
            name="frozen_lines",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="task",
            trigger=pgtrigger.compiler.Trigger(
                name="frozen_lines",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (\n    SELECT FROM assistance_tasklist WHERE id IN (NEW.task_list_id, OLD.task_list_id) AND status = 'sent'\n) THEN\n    RAISE EXCEPTION 'a task list that was sent is frozen';\nEND IF;\nRETURN coalesce(NEW, OLD);\n",
                    hash="b5ab9aaca7ad24b36ffd14c1139d287d79dad997",
                    operation='INSERT OR UPDATE OF "task_list_id", "position", "measure_id", "household_id", "worker_name", "identity_masked", "place_name", "need", "problem", "text", "expected", "deadline" OR DELETE',
                    pgid="pgtrigger_frozen_lines_0c164",
                    table="assistance_task",
                    when="BEFORE",
                ),
            ),
        ),
    ]
