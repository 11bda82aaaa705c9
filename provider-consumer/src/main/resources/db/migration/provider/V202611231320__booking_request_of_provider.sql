-- The pages of a provider's booking requests, newest slot first, read backwards.
create index booking_request_of_provider on booking_request (provider_id, slot_start, booking_id);
