using System.Text;

namespace Layers.Domain;

/// <summary>
/// The one place where an enum becomes the word that callers and the database see:
/// <c>NotRequired</c> is <c>not_required</c>, the format <c>UgcRemix</c> is <c>ugc-remix</c>.
/// </summary>
public static class Words
{
    public static string ToWord<TEnum>(this TEnum value)
        where TEnum : struct, Enum => Of<TEnum>.InOrder[Array.IndexOf(Of<TEnum>.Values, value)];

    public static bool TryParse<TEnum>(string? word, out TEnum value)
        where TEnum : struct, Enum
    {
        var at = Array.IndexOf(Of<TEnum>.InOrder, word);
        value = at < 0 ? default : Of<TEnum>.Values[at];
        return at >= 0;
    }

    public static TEnum Parse<TEnum>(string word)
        where TEnum : struct, Enum => TryParse<TEnum>(word, out var value) ? value : throw new ArgumentException($"\"{word}\" is no {typeof(TEnum).Name}.", nameof(word));

    /// <summary>Every word of the enum, in the order of its declaration.</summary>
    public static IReadOnlyList<string> All<TEnum>()
        where TEnum : struct, Enum => Of<TEnum>.InOrder;

    private static class Of<TEnum>
        where TEnum : struct, Enum
    {
        private static readonly char Separator =
            typeof(TEnum) == typeof(Content.ContentFormat) || typeof(TEnum) == typeof(RateLimits.EndpointClass) ? '-' : '_';

        // A few words are found sooner in a row than in a dictionary, and it takes none to be made while the server starts.
        public static readonly TEnum[] Values = Enum.GetValues<TEnum>();
        public static readonly string[] InOrder = Array.ConvertAll(Values, Spell);

        private static string Spell(TEnum value)
        {
            var word = new StringBuilder();
            foreach (var letter in value.ToString())
            {
                if (char.IsAsciiLetterUpper(letter) && word.Length > 0)
                    word.Append(Separator);
                word.Append(char.ToLowerInvariant(letter));
            }

            return word.ToString();
        }
    }
}
