namespace Layers.Application.Seams;

/// <summary>Extensions declare something that cannot be. The server does not start, and its message, one sentence, says why.</summary>
public sealed class DeclarationException(string message) : InvalidOperationException(message);
