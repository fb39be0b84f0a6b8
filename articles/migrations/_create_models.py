"""Many models in one operation."""

from django.db.migrations.operations.base import Operation


class CreateModels(Operation):
    """Does what its `CreateModel` operations do, all of them as one.

    Django builds a class of every model that a new one is related to, anew for each new model. With
    pages among them that is nearly all there are: seconds, where once takes a tenth of it.
    """

    def __init__(self, operations):
        self.operations = operations

    def state_forwards(self, app_label, state):
        # Without classes the state only takes notes; it builds them when it is asked for one.
        state.__dict__.pop("apps", None)
        state.is_delayed = False
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.operations)} models"
