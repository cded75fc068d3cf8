using NodaTime;

namespace Layers.Domain.Webhooks;

public enum DeliveryStatus
{
    Pending,
    Delivered,
    Failed,
}

/// <summary>What became of an attempt that failed.</summary>
public enum DeliveryError
{
    /// <summary>Its response was not a 2xx.</summary>
    Refused,

    /// <summary>It did not respond in time.</summary>
    Timeout,

    /// <summary>There was no connection, or it broke.</summary>
    Unreachable,

    /// <summary>Its name leads to an address of this machine or this network.</summary>
    PrivateAddress,

    /// <summary>It responded with 410: nothing more is sent there.</summary>
    Gone,

    /// <summary>The endpoint was disabled before the event had gone out.</summary>
    Disabled,

    /// <summary>The server died before it could write down what came of it.</summary>
    Interrupted,
}

/// <summary>One event on its way to one endpoint: <c>pending → delivered</c> or <c>failed</c>, and <c>pending</c> again when it is replayed.</summary>
public sealed class WebhookDelivery(WebhookDeliveryState state)
{
    public const int MostAttempts = 8;

    /// <summary>Of an event that happens to one endpoint alone, to try it out.</summary>
    public const string TestType = "webhook.test";

    /// <summary>What it has become; saving stores it.</summary>
    public WebhookDeliveryState State { get; private set; } = state;

    public WebhookEndpointId Endpoint => State.Endpoint;

    public OrganizationId Organization => State.Organization;

    public EventId Event => State.Event;

    public string EventType => State.EventType;

    public Instant OccurredAt => State.OccurredAt;

    public DeliveryStatus Status => State.Status;

    public int Attempts => State.Attempts;

    public int AttemptsLeft => State.AttemptsLeft;

    public Instant? DueAt => State.DueAt;

    public Instant? LastAttemptAt => State.LastAttemptAt;

    public int? LastStatusCode => State.LastStatusCode;

    public DeliveryError? LastError => State.LastError;

    public Instant? DeliveredAt => State.DeliveredAt;

    public Instant CreatedAt => State.CreatedAt;

    /// <summary>A sender takes it up until <paramref name="leaseEnd"/>; should it die, another takes it up again.</summary>
    public void Claim(Instant leaseEnd, Instant now)
    {
        State = State with
        {
            Attempts = Attempts + 1,
            AttemptsLeft = AttemptsLeft - 1,
            DueAt = leaseEnd,
            LastAttemptAt = now,
            LastStatusCode = null,
            LastError = null,
        };
    }

    public void Succeed(int statusCode, Instant now) =>
        State = State with { Status = DeliveryStatus.Delivered, DueAt = null, DeliveredAt = now, LastStatusCode = statusCode, LastError = null };

    /// <summary>Tries again after the pause, unless this was the last attempt.</summary>
    public void FailForNow(DeliveryError error, int? statusCode, Duration pause, Instant now)
    {
        State = State with { LastError = error, LastStatusCode = statusCode };
        if (AttemptsLeft == 0)
            Fail(error);
        else
            State = State with { DueAt = (now + pause).CutToMilliseconds() };
    }

    public void Fail(DeliveryError error) => State = State with { Status = DeliveryStatus.Failed, DueAt = null, LastError = error };

    /// <summary>Goes out at once, whatever became of it before, and may fail as often as a new one.</summary>
    public void Replay(Instant now) =>
        State = State with { Status = DeliveryStatus.Pending, DueAt = now, DeliveredAt = null, AttemptsLeft = MostAttempts };
}
