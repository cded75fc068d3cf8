using System.Text.RegularExpressions;

namespace Layers.Application.Seams;

/// <summary>The form of names by which rows and callers know a part for good.</summary>
internal static partial class PartName
{
    /// <summary>Throws a <see cref="DeclarationException"/> for one of another form.</summary>
    /// <param name="part">What has the name, as in <c>publisher</c>.</param>
    public static void Demand(string part, string name)
    {
        if (!Form().IsMatch(name))
            throw new DeclarationException($"The {part} name \"{name}\" must be lower-case letters, digits and hyphens, a letter first, at most 32.");
    }

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Form();
}
