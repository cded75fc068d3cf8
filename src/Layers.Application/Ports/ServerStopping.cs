namespace Layers.Application.Ports;

/// <summary>Says when the server begins to stop: whoever only waits then stops waiting.</summary>
public sealed record ServerStopping(CancellationToken Token);
