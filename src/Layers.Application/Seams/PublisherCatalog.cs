using System.Text.RegularExpressions;

namespace Layers.Application.Seams;

/// <summary>All publishers of this server: the built-in ones and those of extensions.</summary>
public sealed partial class PublisherCatalog
{
    private readonly Dictionary<string, ISocialPublisher> byName;

    /// <exception cref="DeclarationException">A name is malformed, or two publishers or two settings of one have the same.</exception>
    public PublisherCatalog(IEnumerable<ISocialPublisher> publishers)
    {
        byName = [];
        foreach (var publisher in publishers)
            Add(publisher);
        All = [.. byName.Values.Select(publisher => publisher.Kind)];
        Names = [.. byName.Keys];
    }

    /// <summary>In the order in which they were added.</summary>
    public IReadOnlyList<PublisherKind> All { get; }

    /// <inheritdoc cref="All"/>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Null when this server has none of that name: it may have been taken out, or only other nodes have it yet.</summary>
    public ISocialPublisher? Find(string name) => byName.GetValueOrDefault(name);

    private void Add(ISocialPublisher publisher)
    {
        var kind = publisher.Kind;
        PartName.Demand("publisher", kind.Name);
        if (!byName.TryAdd(kind.Name, publisher))
            throw new DeclarationException($"The publisher {kind.Name} was added before.");
        if (kind.Settings.FirstOrDefault(setting => !SettingForm().IsMatch(setting.Name)) is { } malformed)
            throw new DeclarationException($"The setting \"{malformed.Name}\" of the publisher {kind.Name} must be a name in camel case, of at most 64 letters and digits.");
        if (kind.Settings.CountBy(setting => setting.Name, StringComparer.Ordinal).FirstOrDefault(named => named.Value > 1).Key is { } twice)
            throw new DeclarationException($"The publisher {kind.Name} has the setting {twice} twice.");
        if (kind.Message is { } message && kind.Settings.All(setting => setting.Name != message.AddressSetting))
            throw new DeclarationException($"The publisher {kind.Name} sends to the address in its setting {message.AddressSetting}, and has no such setting.");
    }

    [GeneratedRegex(@"^[a-z][A-Za-z0-9]{0,63}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex SettingForm();
}
