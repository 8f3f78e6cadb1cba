package dev.paddock.protocol.record;

import dev.paddock.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the records of one batch. One thread's, for one batch. */
final class RecordErrors {
    /** A producer learns of so many; more would only make the answer long. */
    static final int COUNT_MAX = 1000;

    private final List<RecordError> errors = new ArrayList<>();
    private boolean areTimestampsWrong;

    void add(RecordError error, boolean isAboutTimestamp) {
        areTimestampsWrong |= isAboutTimestamp;
        if (errors.size() < COUNT_MAX) {
            errors.add(error);
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    ValidationOutcome outcome(ValidationRules rules) {
        if (areTimestampsWrong) {
            return ValidationOutcome.refused(
                    ErrorCode.INVALID_TIMESTAMP,
                    "One or more records have been rejected due to invalid timestamp in topic partition "
                            + rules.partition(),
                    errors);
        }
        return ValidationOutcome.refused(
                ErrorCode.INVALID_RECORD,
                "One or more records have been rejected due to " + errors.size()
                        + " record errors in total, and only showing the first three errors at most: "
                        + errors.subList(0, Math.min(errors.size(), 3)),
                errors);
    }
}
