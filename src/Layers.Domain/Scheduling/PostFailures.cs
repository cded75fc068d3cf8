namespace Layers.Domain.Scheduling;

public static class PostFailures
{
    public static readonly Failure GivenUp =
        new("ATTEMPTS_EXHAUSTED", "The post was tried as often as is allowed, and no attempt came to an end.");

    /// <summary>It was still held when its container was approved, and could not be queued.</summary>
    /// <param name="reason">As <see cref="Promotion.Reason"/>.</param>
    public static Failure NotPromoted(string reason) =>
        new(reason, reason == Promotion.SchedulePassed
            ? "The hour of the schedule had passed when the container was approved."
            : "An account of the schedule was disconnected before the container was approved.");

    public static readonly Failure AccountDisconnected =
        new("SOCIAL_ACCOUNT_DISCONNECTED", "The account was disconnected before the post went out.");

    public static readonly Failure SchedulePassed =
        new(Promotion.SchedulePassed, "The post's hour had passed too long ago when it could have gone out.");

    /// <summary>It was due for longer than the grace, and no node had the publisher of its account.</summary>
    public static Failure NoPublisher(string publisher) =>
        new(Promotion.SchedulePassed, $"The post's hour passed too long ago while this server had no publisher \"{publisher}\".");
}
