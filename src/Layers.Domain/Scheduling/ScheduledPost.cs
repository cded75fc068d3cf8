using NodaTime;

namespace Layers.Domain.Scheduling;

/// <summary>
/// One publication of a container on one account. While the container waits for its approval it is <c>held</c>; then
/// <c>queued → publishing → published, draft or failed</c>, and <c>canceled</c> from <c>held</c> and <c>queued</c>, or from <c>publishing</c> while no
/// attempt is in flight. Its text is settled when it stops being held.
/// </summary>
public sealed class ScheduledPost
{
    public const int LongestOverride = 4_000;

    public const int MostAttempts = 5;

    /// <summary>The reason of a post that was canceled with its project.</summary>
    public const string ProjectArchived = "The project was archived.";

    /// <summary>How far ahead an hour may lie.</summary>
    public static readonly Duration Furthest = Duration.FromDays(3_650);

    /// <summary>How far in the past an hour may lie and still count as now: clocks differ.</summary>
    public static readonly Duration Skew = Duration.FromSeconds(30);

    public required ScheduledPostId Id { get; init; }

    public required OrganizationId Organization { get; init; }

    public required ProjectId Project { get; init; }

    public required ContainerId Container { get; init; }

    public required SocialAccountId SocialAccount { get; init; }

    public required PostMode Mode { get; init; }

    /// <summary>The text that it goes out with; while it is held, the one that it would have if its container were approved now.</summary>
    public required string Caption { get; init; }

    /// <summary>The text that was asked for in place of the container's caption; null when none was.</summary>
    public string? CaptionOverride { get; init; }

    public string? FirstComment { get; init; }

    public required Instant ScheduledFor { get; set; }

    public required PostStatus Status { get; set; }

    /// <summary>When a dispatcher should next look at it: its hour, the end of a retry's pause or of a claim; null at the end of its life.</summary>
    public Instant? DueAt { get; set; }

    /// <summary>Until when an attempt is in flight; null between attempts. Once it has passed, the node that made the attempt is dead.</summary>
    public Instant? LeasedUntil { get; set; }

    /// <summary>How many times it was handed to its publisher.</summary>
    public int Attempts { get; set; }

    /// <summary>When the next attempt is due; null while one is in flight, and at the end of its life.</summary>
    public Instant? NextAttemptAt => LeasedUntil is null ? DueAt : null;

    /// <summary>Of the last attempt that failed. A post that fails without an attempt has its <see cref="Failure"/> here.</summary>
    public PostFailure? LastError { get; set; }

    /// <summary>What every attempt sends, made before the first; null for a publisher that sends nothing, and outside of dispatch.</summary>
    public string? Message { get; set; }

    public required Instant CreatedAt { get; init; }

    /// <summary>Orders the posts of a container as they were scheduled.</summary>
    public int Place { get; init; }

    public Instant? PublishedAt { get; set; }

    /// <summary>What the platform calls it.</summary>
    public string? ExternalId { get; set; }

    public string? ExternalUrl { get; set; }

    public PostFailure? Failure { get; set; }

    public Instant? CanceledAt { get; set; }

    public string? CancelReason { get; set; }

    /// <summary>The key that every attempt carries, so that a publisher who sees it twice publishes once.</summary>
    public string IdempotencyKey => Id.ToString();

    /// <summary>A queued post, with the caption that the container has now.</summary>
    /// <param name="container">After the change that schedules the post, which raised its revision.</param>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="index">Its place among the posts of that change.</param>
    /// <param name="now">When.</param>
    public static ScheduledPost Of(Content.Container container, StashedPost wanted, int index, Instant now) =>
        Make(container, wanted, PostStatus.Queued, index, now);

    /// <summary>A post that waits for the container's approval.</summary>
    public static ScheduledPost Held(Content.Container container, StashedPost wanted, int index, Instant now) =>
        Make(container, wanted, PostStatus.Held, index, now);

    private static ScheduledPost Make(Content.Container container, StashedPost wanted, PostStatus status, int index, Instant now) =>
        new()
        {
            Id = wanted.Id,
            Organization = container.Organization,
            Project = container.Project,
            Container = container.Id,
            SocialAccount = wanted.SocialAccount,
            Mode = wanted.Mode,
            Caption = wanted.CaptionOverride ?? container.Caption ?? "",
            CaptionOverride = wanted.CaptionOverride,
            FirstComment = wanted.FirstCommentOverride,
            ScheduledFor = wanted.ScheduledFor,
            Status = status,
            DueAt = status == PostStatus.Queued ? wanted.ScheduledFor : null,
            CreatedAt = now,
            Place = (container.Revision * PendingSchedule.MostPosts) + index,
        };

    /// <summary>Its container was approved: it goes out at its hour.</summary>
    public void Queue() => (Status, DueAt) = (PostStatus.Queued, ScheduledFor);

    /// <summary>
    /// Moves a held or queued post to another hour. Returns false, with nothing changed, when that is its hour already. One that was tried keeps its
    /// hour: its publisher may know the key already, with a message that says another.
    /// </summary>
    public bool Reschedule(Instant scheduledFor)
    {
        if (Status == PostStatus.Publishing)
            throw Refusal("Scheduled post was tried already and keeps its hour.");
        if (Status is not (PostStatus.Held or PostStatus.Queued))
            throw Ended();
        if (scheduledFor == ScheduledFor)
            return false;
        ScheduledFor = scheduledFor;
        if (Status == PostStatus.Queued)
            DueAt = scheduledFor;
        return true;
    }

    /// <summary>No further attempt is made; the row stays. Throws <see cref="ErrorKind.Conflict"/> while an attempt is in flight.</summary>
    public void Cancel(string? reason, Instant now)
    {
        if (IsInFlight(now))
            throw Refusal("Scheduled post is being published right now.");
        if (Status is not (PostStatus.Held or PostStatus.Queued or PostStatus.Publishing))
            throw Ended();
        (Status, DueAt, LeasedUntil, CanceledAt, CancelReason) = (PostStatus.Canceled, null, null, now, reason);
    }

    /// <summary>
    /// A dispatcher makes an attempt that ends at <paramref name="leaseEnd"/>. If it dies, another makes the next one, with the same key and
    /// the same message.
    /// </summary>
    public void Claim(Instant leaseEnd, string? message)
    {
        (Status, DueAt, LeasedUntil, Message) = (PostStatus.Publishing, leaseEnd, leaseEnd, message);
        Attempts++;
    }

    /// <summary>A dispatcher looks at it again then, and not before. It stays as it is.</summary>
    public void WaitUntil(Instant then) => (DueAt, LeasedUntil) = (then, null);

    /// <summary>Whether its hour passed more than <paramref name="grace"/> ago.</summary>
    public bool IsLate(Instant now, Duration grace) => ScheduledFor < now - grace;

    /// <summary>Its publisher has it: it is out, or in the account's drafts.</summary>
    public void Succeed(string? externalId, string? externalUrl, Instant now)
    {
        Status = Mode == PostMode.Draft ? PostStatus.Draft : PostStatus.Published;
        (DueAt, LeasedUntil, LastError, PublishedAt, ExternalId, ExternalUrl) = (null, null, null, now, externalId, externalUrl);
    }

    /// <summary>Its publisher refused it for good.</summary>
    public void Refuse(PostFailure failure)
    {
        LastError = failure;
        Fail(failure);
    }

    /// <summary>It failed for good.</summary>
    public void Fail(PostFailure failure) =>
        (Status, DueAt, LeasedUntil, Failure, LastError) = (PostStatus.Failed, null, null, failure, LastError ?? failure);

    /// <summary>The attempt failed. The next is due after the pause, unless this was the last of <see cref="MostAttempts"/>.</summary>
    public void FailForNow(PostFailure failure, Duration pause, Instant now)
    {
        LastError = failure;
        if (Attempts >= MostAttempts)
            Fail(failure);
        else
            WaitUntil((now + pause).CutToMilliseconds());
    }

    private bool IsInFlight(Instant now) => Status == PostStatus.Publishing && LeasedUntil > now;

    private DomainException Ended() => Refusal($"Scheduled post is already {Status.ToWord()}.");

    private DomainException Refusal(string message) => DomainException.Conflict(message, "status", Status.ToWord());
}

/// <summary>Why a post failed.</summary>
public sealed record PostFailure(string Code, string Message)
{
    public static readonly PostFailure GivenUp =
        new("ATTEMPTS_EXHAUSTED", "The post was tried as often as is allowed, and no attempt came to an end.");

    /// <summary>It was still held when its container was approved, and could not be queued.</summary>
    /// <param name="reason">As <see cref="Promotion.Reason"/>.</param>
    public static PostFailure NotPromoted(string reason) =>
        new(reason, reason == Promotion.SchedulePassed
            ? "The hour of the schedule had passed when the container was approved."
            : "An account of the schedule was disconnected before the container was approved.");

    public static readonly PostFailure AccountDisconnected =
        new("SOCIAL_ACCOUNT_DISCONNECTED", "The account was disconnected before the post went out.");

    public static readonly PostFailure SchedulePassed =
        new(Promotion.SchedulePassed, "The post's hour had passed too long ago when it could have gone out.");
}
