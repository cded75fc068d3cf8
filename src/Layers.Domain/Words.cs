using System.Collections.Frozen;
using System.Text;

namespace Layers.Domain;

/// <summary>
/// The one place where an enum becomes the word that callers and the database see:
/// <c>NotRequired</c> is <c>not_required</c>, the format <c>UgcRemix</c> is <c>ugc-remix</c>.
/// </summary>
public static class Words
{
    public static string ToWord<TEnum>(this TEnum value)
        where TEnum : struct, Enum => Of<TEnum>.ByValue[value];

    public static bool TryParse<TEnum>(string? word, out TEnum value)
        where TEnum : struct, Enum
    {
        value = default;
        return word is not null && Of<TEnum>.ByWord.TryGetValue(word, out value);
    }

    public static TEnum Parse<TEnum>(string word)
        where TEnum : struct, Enum => Of<TEnum>.ByWord[word];

    /// <summary>Every word of the enum, in the order of its declaration.</summary>
    public static IReadOnlyList<string> All<TEnum>()
        where TEnum : struct, Enum => Of<TEnum>.InOrder;

    private static class Of<TEnum>
        where TEnum : struct, Enum
    {
        private static readonly char Separator =
            typeof(TEnum) == typeof(Content.ContentFormat) || typeof(TEnum) == typeof(RateLimits.EndpointClass) ? '-' : '_';

        public static readonly string[] InOrder = [.. Enum.GetValues<TEnum>().Select(Spell)];
        public static readonly FrozenDictionary<TEnum, string> ByValue = Enum.GetValues<TEnum>().ToFrozenDictionary(value => value, Spell);
        public static readonly FrozenDictionary<string, TEnum> ByWord = Enum.GetValues<TEnum>().ToFrozenDictionary(Spell, StringComparer.Ordinal);

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
