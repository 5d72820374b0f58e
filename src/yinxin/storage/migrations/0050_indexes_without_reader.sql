-- What they were for is found by the indexes of step 0046, which know the channel and the second way.
DROP INDEX message_queued;
DROP INDEX message_next;
DROP INDEX notification_choice_on;
