#!/usr/bin/env bash
# Creates the queues of both services, or sets those that exist to what is written here: it may run as often as it likes.
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

# Retention in seconds: a dead letter keeps the age it had, so it is kept longer, for as long as SQS allows (14 days).
# The visibility timeout leaves a batch its 20 s and 10 s more.
for name in booking-request booking-confirmation; do
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
