using NodaTime;

namespace Layers.Domain.Content;

/// <summary>An approval or a rejection: when, by whom, and what was said.</summary>
/// <param name="ByName">The name that the actor had then; null when it had none.</param>
/// <param name="Remark">The approval's note (may be null) or the rejection's reason (never null).</param>
public sealed record Decision(Instant At, string By, DecisionSource Source, string? Remark, string? ByName = null)
{
    public const int LongestRemark = 1024;

    internal static Decision Of(Actor actor, string? remark, Instant now) => new(now, actor.Name, SourceOf(actor.Type), remark, actor.DisplayName);

    private static DecisionSource SourceOf(ActorType type) =>
        type switch
        {
            ActorType.Person => DecisionSource.Person,
            ActorType.Agent => DecisionSource.Agent,
            ActorType.Service => DecisionSource.Service,
            ActorType.System => DecisionSource.Timeout,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
}
