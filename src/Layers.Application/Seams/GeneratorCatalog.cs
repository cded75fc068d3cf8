namespace Layers.Application.Seams;

/// <summary>All generators of this server: the built-in ones and those of extensions.</summary>
public sealed class GeneratorCatalog
{
    private readonly Dictionary<string, IGenerator> byName = [];

    /// <exception cref="DeclarationException">A name is malformed, or two generators have the same.</exception>
    public GeneratorCatalog(IEnumerable<IGenerator> generators)
    {
        foreach (var generator in generators)
        {
            PartName.Demand("generator", generator.Kind.Name);
            if (!byName.TryAdd(generator.Kind.Name, generator))
                throw new DeclarationException($"The generator {generator.Kind.Name} was added before.");
        }
    }

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<GeneratorKind> All => [.. byName.Values.Select(generator => generator.Kind)];

    /// <summary>Null when this server has none of that name.</summary>
    public IGenerator? Find(string name) => byName.GetValueOrDefault(name);
}
