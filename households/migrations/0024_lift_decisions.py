"""Decisions on suspected duplicates can be lifted again."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("households", "0023_tell_what_left"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="duplicatesuspicion",
            name="update_update",
        ),
        migrations.AddField(
            model_name="duplicatesuspicion",
            name="lifted_at",
            field=models.DateTimeField(null=True, verbose_name="撤销时间"),
        ),
        migrations.AddField(
            model_name="duplicatesuspicion",
            name="lifted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤销人",
            ),
        ),
        migrations.AddField(
            model_name="duplicatesuspicion",
            name="lifted_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="撤销理由"),
        ),
        migrations.AddField(
            model_name="duplicatesuspicionevent",
            name="lifted_at",
            field=models.DateTimeField(null=True, verbose_name="撤销时间"),
        ),
        migrations.AddField(
            model_name="duplicatesuspicionevent",
            name="lifted_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="撤销人",
            ),
        ),
        migrations.AddField(
            model_name="duplicatesuspicionevent",
            name="lifted_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="撤销理由"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duplicatesuspicion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "households_duplicatesuspicionevent" ("decided_at", "decided_by_id", "decision", "first_id", "found_at", "id", "lifted_at", "lifted_by_id", "lifted_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reasons", "second_id", "status") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."first_id", OLD."found_at", OLD."id", OLD."lifted_at", OLD."lifted_by_id", OLD."lifted_why", _pgh_attach_context(), NOW(), \'update\', OLD."id", OLD."reasons", OLD."second_id", OLD."status"); RETURN NULL;',
                    hash="7d7a2d6187aea70dc5f8194e570fe2dabdf9d4d2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d7972",
                    table="households_duplicatesuspicion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="duplicatesuspicion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_by__isnull", True),
                    models.Q(("lifted_at__isnull", False), models.Q(("lifted_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="lifting_has_a_reason",
            ),
        ),
    ]
