namespace Layers.Domain;

/// <summary>Why a container or a post failed: a code that never changes, and a sentence.</summary>
public sealed record Failure(string Code, string Message);
