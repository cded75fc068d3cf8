namespace Layers.Conformance.Endpoints;

/// <summary>A valid call of an endpoint.</summary>
/// <param name="Ids">In the order of the parameters of its path.</param>
/// <param name="Body">Becomes JSON; null for an endpoint without a body.</param>
public sealed record EndpointCall(IReadOnlyList<string> Ids, object? Body = null);
