using Layers.Application.Seams;
using Layers.Domain;
using NodaTime;

namespace Layers.Application.Ports;

/// <summary>Events, written in the transaction that made them true: an event exists if and only if it happened.</summary>
public interface IOutbox
{
    void Append(OutboxEvent happened) => Append([happened]);

    /// <summary>Adds events of one organization, in this order and in as few statements as possible.</summary>
    void Append(IReadOnlyList<OutboxEvent> happened);
}

/// <param name="Data">A record with an <see cref="EventAttribute"/>, whose event was added to the server.</param>
public sealed record OutboxEvent(Instant At, ProjectId? Project, object Data)
{
    public string Type => EventAttribute.Of(Data.GetType()).Type;
}
