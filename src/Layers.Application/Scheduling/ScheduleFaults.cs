using Layers.Application.Pipeline;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using NodaTime;

namespace Layers.Application.Scheduling;

/// <summary>A target as a caller sends it.</summary>
public sealed record Target
{
    public Optional<string> SocialAccountId { get; init; }

    public Optional<string> Mode { get; init; }

    public Optional<string> CaptionOverride { get; init; }

    public Optional<string> FirstCommentOverride { get; init; }

    /// <summary>Null when it is not an id.</summary>
    public SocialAccountId? Account => Id.TryParse<SocialAccountId>(SocialAccountId.Value, out var id) ? id : null;
}

/// <summary>
/// Everything that is wrong with a schedule, at once: what can be seen in the body, and what only the present hour and the project's accounts
/// tell. It is asked by the handler and not before, so that a retry of a schedule that has passed still gets its first answer.
/// </summary>
public static class ScheduleFaults
{
    private const string UnknownAccount = "must be a connected account of this project";
    private const string SignedOutAccount = "must sign in again before anything new can be scheduled to it";

    /// <param name="scheduledFor">Null when the posts go out now.</param>
    public static IReadOnlyList<Issue> Of(
        Optional<string>? scheduledFor,
        Optional<IReadOnlyList<Optional<Target>>> targets,
        IReadOnlyDictionary<SocialAccountId, SocialAccount> accounts,
        Instant now)
    {
        var faultOfHour = scheduledFor is { } hour ? FaultOfHour(hour, now) : null;
        return [.. new[] { faultOfHour }.OfType<Issue>(), .. FaultsOfTargets(targets, accounts)];
    }

    public static Issue? FaultOfHour(Optional<string> scheduledFor, Instant now) =>
        Fields.FaultOf("scheduledFor", scheduledFor, Presence.Required, "a string", text =>
            !Timestamp.TryParse(text, out var instant) ? Timestamp.Fault
            : instant < now - ScheduledPost.Skew ? "must lie in the future"
            : instant > now + ScheduledPost.Furthest ? $"must lie within {ScheduledPost.Furthest.Days:N0} days"
            : null);

    private static IEnumerable<Issue> FaultsOfTargets(
        Optional<IReadOnlyList<Optional<Target>>> targets, IReadOnlyDictionary<SocialAccountId, SocialAccount> accounts)
    {
        var fault = Fields.FaultOf("targets", targets, Presence.Required, "an array of objects", list =>
            list.Count is < 1 or > PendingSchedule.MostPosts ? $"must hold 1 to {PendingSchedule.MostPosts} targets" : null);
        if (fault is not null)
            yield return fault;
        foreach (var (index, target) in (targets.Value ?? []).Take(PendingSchedule.MostPosts).Index())
        {
            foreach (var issue in FaultsOfTarget($"targets[{index}]", target, accounts))
                yield return issue;
        }
    }

    private static IEnumerable<Issue> FaultsOfTarget(
        string path, Optional<Target> field, IReadOnlyDictionary<SocialAccountId, SocialAccount> accounts)
    {
        if (field.Value is not { } target)
            return [Fields.FaultOf(path, field, Presence.Required, "an object", _ => null)!];

        var account = target.Account is { } id ? accounts.GetValueOrDefault(id) : null;
        Issue?[] faults =
        [
            Fields.FaultOf($"{path}.socialAccountId", target.SocialAccountId, Presence.Required, "a string", _ =>
                account?.Status switch
                {
                    SocialAccountStatus.Connected => null,
                    SocialAccountStatus.ReauthRequired => SignedOutAccount,
                    _ => UnknownAccount,
                }),
            Fields.FaultOf($"{path}.mode", target.Mode, Presence.Required, "a string", word => FaultOfMode(word, account)),
            Fields.FaultOf($"{path}.captionOverride", target.CaptionOverride, Presence.MayBeAbsentOrNull, "a string", text =>
                Fields.FaultOfText(text, least: 0, most: account is null ? ScheduledPost.LongestOverride : PlatformRules.LongestCaption)),
            Fields.FaultOfText($"{path}.firstCommentOverride", target.FirstCommentOverride, Presence.MayBeAbsentOrNull, least: 0, most: ScheduledPost.LongestOverride),
        ];
        return faults.OfType<Issue>();
    }

    private static string? FaultOfMode(string word, SocialAccount? account) =>
        !Words.TryParse<PostMode>(word, out var mode) ? $"must be one of {string.Join(", ", Words.All<PostMode>())}"
        : account?.Platform.Takes(mode) == false ? $"must not be {word} on {account.Platform.ToWord()}, which knows no drafts"
        : null;
}
