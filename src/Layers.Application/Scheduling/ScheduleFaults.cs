using FluentValidation;
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

/// <summary>What a target must be by itself.</summary>
public sealed class TargetValidator : AbstractValidator<Target>
{
    internal const string UnknownAccount = "must be a connected account of this project";

    public TargetValidator()
    {
        RuleFor(target => target.SocialAccountId).Takes(Presence.Required, Rules.IdOf<SocialAccountId>(UnknownAccount));
        RuleFor(target => target.Mode).Takes(Presence.Required, Rules.Words<PostMode>());
        RuleFor(target => target.CaptionOverride).Text(Presence.MayBeAbsentOrNull, least: 0, most: ScheduledPost.LongestOverride);
        RuleFor(target => target.FirstCommentOverride).Text(Presence.MayBeAbsentOrNull, least: 0, most: ScheduledPost.LongestOverride);
    }
}

/// <summary>
/// Everything that is wrong with a schedule, at once: what can be seen in the body, and what only the present hour and the project's accounts
/// tell. It is asked by the handler and not before, so that a retry of a schedule that has passed still gets its first answer; validators only
/// describe its rules.
/// </summary>
public static class ScheduleFaults
{
    internal static readonly FieldRule<IReadOnlyList<Optional<Target>>> Targets =
        Rules.Objects(1, PendingSchedule.MostPosts, "targets", Rules.Object(new TargetValidator()));

    private const string SignedOutAccount = "must sign in again before anything new can be scheduled to it";

    /// <param name="scheduledFor">Null when the posts go out now.</param>
    public static IReadOnlyList<Issue> Of(
        Optional<string>? scheduledFor,
        Optional<IReadOnlyList<Optional<Target>>> targets,
        IReadOnlyDictionary<SocialAccountId, SocialAccount> accounts,
        Instant now)
    {
        var faultsOfHour = scheduledFor is { } hour ? FaultsOfHour(hour, now) : [];
        return [.. faultsOfHour, .. Targets.IssuesOf("targets", targets, Presence.Required), .. FaultsOfAccounts(targets, accounts)];
    }

    public static IEnumerable<Issue> FaultsOfHour(Optional<string> scheduledFor, Instant now) =>
        Rules.Timestamp.And(text => FaultOfHour(Timestamp.Parse(text), now)).IssuesOf("scheduledFor", scheduledFor, Presence.Required);

    private static string? FaultOfHour(Instant hour, Instant now) =>
        hour < now - ScheduledPost.Skew ? "must lie in the future"
        : hour > now + ScheduledPost.Furthest ? $"must lie within {ScheduledPost.Furthest.Days:N0} days"
        : null;

    private static IEnumerable<Issue> FaultsOfAccounts(
        Optional<IReadOnlyList<Optional<Target>>> targets, IReadOnlyDictionary<SocialAccountId, SocialAccount> accounts) =>
        from indexed in (targets.Value ?? []).Take(PendingSchedule.MostPosts).Index()
        where indexed.Item.Value?.Account is not null
        let target = indexed.Item.Value!
        from fault in FaultsOfAccount(target, accounts.GetValueOrDefault(target.Account!.Value))
        let path = $"targets[{indexed.Index}].{fault.Field}"
        select new Issue(path, $"{path} {fault.Message}.");

    private static IEnumerable<(string Field, string Message)> FaultsOfAccount(Target target, SocialAccount? account)
    {
        if (account?.Status != SocialAccountStatus.Connected)
            yield return ("socialAccountId", account?.Status == SocialAccountStatus.ReauthRequired ? SignedOutAccount : TargetValidator.UnknownAccount);
        if (account is not null && Words.TryParse<PostMode>(target.Mode.Value, out var mode) && !account.Platform.Modes().Contains(mode))
            yield return ("mode", $"must be {string.Join(" or ", account.Platform.Modes().Select(Words.ToWord))} on {account.Platform.DisplayName()}");
    }
}
