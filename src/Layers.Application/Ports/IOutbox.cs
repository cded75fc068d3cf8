using Layers.Domain;
using NodaTime;

namespace Layers.Application.Ports;

/// <summary>What the outside is told of, in the transaction that made it so: it is told if and only if it happened.</summary>
public interface IOutbox
{
    void Append(OutboxEvent happened) => Append([happened]);

    /// <summary>Adds events of one organization, in this order and in as few statements as possible.</summary>
    void Append(IReadOnlyList<OutboxEvent> happened);
}

/// <param name="Type">One of <see cref="Events.EventTypes"/>.</param>
/// <param name="Data">What a consumer needs to act on it. Serialized as JSON.</param>
public sealed record OutboxEvent(string Type, Instant At, ProjectId? Project, object Data);
