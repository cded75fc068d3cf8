using Layers.Domain.Content;

namespace Layers.Application.Seams;

/// <summary>What a generator is called, and what it makes.</summary>
/// <param name="Name">
/// Lower-case letters, digits and hyphens, a letter first, at most 32. An extension begins it with its own name.
/// </param>
/// <param name="Summary">One sentence.</param>
/// <param name="Formats">The formats that it makes.</param>
public sealed record GeneratorKind(string Name, string Summary, IReadOnlyList<ContentFormat> Formats);
