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
    /// <summary>It answered with another status than one of the 200s.</summary>
    Refused,

    /// <summary>It gave no answer in time.</summary>
    Timeout,

    /// <summary>There was no connection, or it broke.</summary>
    Unreachable,

    /// <summary>Its name leads to an address of this machine or this network.</summary>
    PrivateAddress,

    /// <summary>It answered 410: nothing more is sent there.</summary>
    Gone,

    /// <summary>The endpoint was disabled before the event had gone out.</summary>
    Disabled,

    /// <summary>The server died before it could write down what came of it.</summary>
    Interrupted,
}

/// <summary>One event on its way to one endpoint: <c>pending → delivered</c> or <c>failed</c>, and <c>pending</c> again when it is replayed.</summary>
public sealed class WebhookDelivery
{
    public const int MostAttempts = 8;

    /// <summary>Of an event that happens to one endpoint alone, to try it out.</summary>
    public const string TestType = "webhook.test";

    public required WebhookEndpointId Endpoint { get; init; }

    public required OrganizationId Organization { get; init; }

    public required EventId Event { get; init; }

    public required string EventType { get; init; }

    public required Instant OccurredAt { get; init; }

    public required DeliveryStatus Status { get; set; }

    /// <summary>How many times it was taken up, in all its life: what tells one attempt from the next.</summary>
    public int Attempts { get; set; }

    /// <summary>How many more times it may be taken up before it fails for good.</summary>
    public required int AttemptsLeft { get; set; }

    /// <summary>When it is next to be looked at: the end of a pause or of a claim; null at the end of its life.</summary>
    public Instant? DueAt { get; set; }

    public Instant? LastAttemptAt { get; set; }

    /// <summary>Of the last attempt's answer; null when there was none.</summary>
    public int? LastStatusCode { get; set; }

    /// <summary>Of the last attempt; null when it came through or there was none.</summary>
    public DeliveryError? LastError { get; set; }

    public Instant? DeliveredAt { get; set; }

    public required Instant CreatedAt { get; init; }

    /// <summary>A sender takes it up until <paramref name="leaseEnd"/>; should it die, another takes it up again.</summary>
    public void Claim(Instant leaseEnd, Instant now)
    {
        Attempts++;
        AttemptsLeft--;
        (DueAt, LastAttemptAt, LastStatusCode, LastError) = (leaseEnd, now, null, null);
    }

    public void Succeed(int statusCode, Instant now) =>
        (Status, DueAt, DeliveredAt, LastStatusCode, LastError) = (DeliveryStatus.Delivered, null, now, statusCode, null);

    /// <summary>Tries again after the pause, unless this was the last attempt.</summary>
    public void FailForNow(DeliveryError error, int? statusCode, Duration pause, Instant now)
    {
        (LastError, LastStatusCode) = (error, statusCode);
        if (AttemptsLeft == 0)
            Fail(error);
        else
            DueAt = (now + pause).CutToMilliseconds();
    }

    public void Fail(DeliveryError error) => (Status, DueAt, LastError) = (DeliveryStatus.Failed, null, error);

    /// <summary>Goes out at once, whatever became of it before, and may fail as often as a new one.</summary>
    public void Replay(Instant now) => (Status, DueAt, DeliveredAt, AttemptsLeft) = (DeliveryStatus.Pending, now, null, MostAttempts);
}
