-- The span that scheduled the notification (https://www.w3.org/TR/trace-context/), so that its
-- delivery continues the trace, hours later and on another instance; null without traces.
alter table notification add column traceparent text;
