using Layers.Application.Seams;
using Layers.Domain.Approval;

namespace Layers.Api.OpenApi;

/// <summary>Words that depend on what was added to this server.</summary>
internal sealed class KnownWords(EventCatalog events, ApprovalGate gate)
{
    public EventCatalog Events { get; } = events;

    public IReadOnlyList<string> GateReasons { get; } = gate.ReasonWords;
}

/// <summary>Reasons of the gate.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class GateReasonsAttribute : Attribute;
