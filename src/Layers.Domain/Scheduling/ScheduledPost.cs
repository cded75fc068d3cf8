using NodaTime;

namespace Layers.Domain.Scheduling;

/// <summary>
/// One publication of a container on one account. While the container waits for its approval it is <c>held</c>; then
/// <c>queued → publishing → published, draft or failed</c>, and <c>canceled</c> from <c>held</c> and <c>queued</c>, or from <c>publishing</c> while no
/// attempt is in flight. Its text is settled when it stops being held.
/// </summary>
public sealed class ScheduledPost(ScheduledPostState state)
{
    public const int LongestOverride = 4_000;

    public const int MostAttempts = 5;

    /// <summary>The reason of a post that was canceled with its project.</summary>
    public const string ProjectArchived = "The project was archived.";

    /// <summary>How far ahead an hour may lie.</summary>
    public static readonly Duration Furthest = Duration.FromDays(3_650);

    /// <summary>How far in the past an hour may lie and still count as now: clocks differ.</summary>
    public static readonly Duration Skew = Duration.FromSeconds(30);

    /// <summary>What it has become; saving stores it.</summary>
    public ScheduledPostState State { get; private set; } = state;

    public ScheduledPostId Id => State.Id;

    public OrganizationId Organization => State.Organization;

    public ProjectId Project => State.Project;

    public ContainerId Container => State.Container;

    public SocialAccountId SocialAccount => State.SocialAccount;

    public PostMode Mode => State.Mode;

    public string Caption => State.Caption;

    public string? CaptionOverride => State.CaptionOverride;

    public string? FirstComment => State.FirstComment;

    public Instant ScheduledFor => State.ScheduledFor;

    public PostStatus Status => State.Status;

    public Instant? DueAt => State.DueAt;

    public Instant? LeasedUntil => State.LeasedUntil;

    public int Attempts => State.Attempts;

    public Failure? LastError => State.LastError;

    public string? Message => State.Message;

    public Instant CreatedAt => State.CreatedAt;

    public int Place => State.Place;

    public Instant? PublishedAt => State.PublishedAt;

    public string? ExternalId => State.ExternalId;

    public string? ExternalUrl => State.ExternalUrl;

    public Failure? Failure => State.Failure;

    public Instant? CanceledAt => State.CanceledAt;

    public string? CancelReason => State.CancelReason;

    public Instant? NextAttemptAt => State.NextAttemptAt;

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
        new(new ScheduledPostState
        {
            Id = wanted.Id,
            Organization = container.Organization,
            Project = container.Project,
            Container = container.Id,
            SocialAccount = wanted.SocialAccount,
            Mode = wanted.Mode,
            Caption = CaptionOf(container.State, wanted),
            CaptionOverride = wanted.CaptionOverride,
            FirstComment = wanted.FirstCommentOverride,
            ScheduledFor = wanted.ScheduledFor,
            Status = status,
            DueAt = status == PostStatus.Queued ? wanted.ScheduledFor : null,
            CreatedAt = now,
            Place = (container.Revision * PendingSchedule.MostPosts) + index,
        });

    internal static string CaptionOf(Content.ContainerState container, StashedPost wanted) => wanted.CaptionOverride ?? container.Caption ?? "";

    /// <summary>Its container was approved: it goes out at its hour.</summary>
    public void Queue() => State = State with { Status = PostStatus.Queued, DueAt = ScheduledFor };

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
        State = State with { ScheduledFor = scheduledFor, DueAt = Status == PostStatus.Queued ? scheduledFor : DueAt };
        return true;
    }

    /// <summary>No further attempt is made; the row stays. Throws <see cref="ErrorKind.Conflict"/> while an attempt is in flight.</summary>
    public void Cancel(string? reason, Instant now)
    {
        if (IsInFlight(now))
            throw Refusal("Scheduled post is being published right now.");
        if (Status is not (PostStatus.Held or PostStatus.Queued or PostStatus.Publishing))
            throw Ended();
        State = State with { Status = PostStatus.Canceled, DueAt = null, LeasedUntil = null, CanceledAt = now, CancelReason = reason };
    }

    /// <summary>
    /// A dispatcher makes an attempt that ends at <paramref name="leaseEnd"/>. If it dies, another makes the next one, with the same key and
    /// the same message.
    /// </summary>
    public void Claim(Instant leaseEnd, string? message) =>
        State = State with { Status = PostStatus.Publishing, DueAt = leaseEnd, LeasedUntil = leaseEnd, Message = message, Attempts = Attempts + 1 };

    /// <summary>A dispatcher looks at it again then, and not before. It stays as it is.</summary>
    public void WaitUntil(Instant then) => State = State with { DueAt = then, LeasedUntil = null };

    /// <summary>Whether its hour passed more than <paramref name="grace"/> ago.</summary>
    public bool IsLate(Instant now, Duration grace) => ScheduledFor < now - grace;

    /// <summary>Its publisher has it: it is out, or in the account's drafts.</summary>
    public void Succeed(string? externalId, string? externalUrl, Instant now) =>
        State = State with
        {
            Status = Mode == PostMode.Draft ? PostStatus.Draft : PostStatus.Published,
            DueAt = null,
            LeasedUntil = null,
            LastError = null,
            PublishedAt = now,
            ExternalId = externalId,
            ExternalUrl = externalUrl,
        };

    /// <summary>Its publisher refused it for good.</summary>
    public void Refuse(Failure failure)
    {
        State = State with { LastError = failure };
        Fail(failure);
    }

    /// <summary>It failed for good.</summary>
    public void Fail(Failure failure) =>
        State = State with { Status = PostStatus.Failed, DueAt = null, LeasedUntil = null, Failure = failure, LastError = LastError ?? failure };

    /// <summary>The attempt failed. The next is due after the pause, unless this was the last of <see cref="MostAttempts"/>.</summary>
    public void FailForNow(Failure failure, Duration pause, Instant now) => TryAgain(failure, (now + pause).CutToMilliseconds());

    /// <summary>
    /// The attempt failed because the account must sign in again. The next is due as soon as it has, unless this was the last of
    /// <see cref="MostAttempts"/>.
    /// </summary>
    public void FailForSignIn(Failure failure) => TryAgain(failure, ScheduledFor);

    private void TryAgain(Failure failure, Instant then)
    {
        State = State with { LastError = failure };
        if (Attempts >= MostAttempts)
            Fail(failure);
        else
            WaitUntil(then);
    }

    private bool IsInFlight(Instant now) => Status == PostStatus.Publishing && LeasedUntil > now;

    private DomainException Ended() => Refusal($"Scheduled post is already {Status.ToWord()}.");

    private DomainException Refusal(string message) => DomainException.Conflict(message, "status", Status.ToWord());
}
