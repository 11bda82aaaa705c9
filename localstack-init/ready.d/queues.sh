#!/usr/bin/env bash
# Creates the queues of both services, for bookings and for the events of Amazon SES. If a queue exists, this script sets its attributes again: you can run it repeatedly.
# The sandbox has the same queues; a test compares them.
set -euo pipefail

attribute() {
	awslocal sqs get-queue-attributes --queue-url "$1" --attribute-names "$2" --query "Attributes.$2" --output text
}

create() {
	awslocal sqs create-queue --queue-name "$1" --query QueueUrl --output text
}

set_attributes() {
	awslocal sqs set-queue-attributes --queue-url "$1" --attributes "$2"
}

# The retention is in seconds. A dead letter keeps the age of its message. Therefore the dead-letter queue has the longest
# retention that SQS allows (14 days). The visibility timeout is 10 s longer than the 20 s of a batch.
for name in booking-request booking-confirmation provider-notification-event user-notification-event; do
	dead_letters="$(create "$name-dlq")"
	dead_letters_arn="$(attribute "$dead_letters" QueueArn)"
	queue="$(create "$name-queue")"
	set_attributes "$queue" '{
		"VisibilityTimeout": "30",
		"MessageRetentionPeriod": "345600",
		"ReceiveMessageWaitTimeSeconds": "20",
		"SqsManagedSseEnabled": "true",
		"RedrivePolicy": "{\"deadLetterTargetArn\":\"'"$dead_letters_arn"'\",\"maxReceiveCount\":5}"
	}'
	set_attributes "$dead_letters" '{
		"MessageRetentionPeriod": "1209600",
		"SqsManagedSseEnabled": "true",
		"RedriveAllowPolicy": "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"'"$(attribute "$queue" QueueArn)"'\"]}"
	}'
done
