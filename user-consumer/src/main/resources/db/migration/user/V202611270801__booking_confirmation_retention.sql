-- For the purge. The slot is null until it is known, and greatest() ignores it.
create index booking_confirmation_kept_since on booking_confirmation (greatest(slot_end, received_at));

-- For the erasure and the export of a provider.
create index booking_confirmation_of_provider on booking_confirmation (provider_id);
