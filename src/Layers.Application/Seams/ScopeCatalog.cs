using Layers.Domain.Keys;

namespace Layers.Application.Seams;

/// <summary>All scopes that keys can have: the built-in ones and those of extensions.</summary>
public sealed class ScopeCatalog(IReadOnlyList<Scope> scopes)
{
    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<string> Names { get; } = [.. scopes.Select(scope => scope.Name)];

    public bool Grants(IReadOnlyList<string> granted, string required) =>
        granted.Contains(required) || (granted.Contains(Scopes.Everything) && scopes.Any(scope => scope.Name == required && scope.IsInAll));
}
