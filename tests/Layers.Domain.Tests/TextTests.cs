using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Layers.Domain.Tests;

public sealed class TextTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 2)]
    [InlineData("😀", 1)]
    [InlineData("👨‍👩‍👧", 5)]
    [InlineData("a😀b", 3)]
    public void CodePoints_CountsAnEmojiOnceAndEachOfItsPartsOnce(string text, int expected) => Text.CodePoints(text).Should().Be(expected);

    [Theory]
    [InlineData("")]
    [InlineData("line\r\nline\ttab")]
    [InlineData("\u0001\u007f\u0085\u2028\ufeff\ufffe\uffff")]
    [InlineData("😀é漢")]
    public void IsStorable_TakesWhatIsText(string text) => Text.IsStorable(text).Should().BeTrue();

    [Theory]
    [InlineData(new[] { 'a', '\0' })]
    [InlineData(new[] { '\ud800' })]
    [InlineData(new[] { '\udc00' })]
    [InlineData(new[] { 'a', '\ud83d' })]
    [InlineData(new[] { '\ude00', '\ud83d' })]
    [InlineData(new[] { '\ud83d', '\ud83d', '\ude00' })]
    public void IsStorable_RefusesNulAndHalfPairs(char[] text) => Text.IsStorable(new string(text)).Should().BeFalse();

    [Theory]
    [InlineData("")]
    [InlineData(" Acme  Coffee ")]
    [InlineData("👨‍👩‍👧 é e\u0301 \u202eab\u202c \u00ad")]
    public void IsOneLine_TakesWhatStandsOnOneLine(string text) => Text.IsOneLine(text).Should().BeTrue();

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\r")]
    [InlineData("\ta")]
    [InlineData("\0")]
    [InlineData("\u001b")]
    [InlineData("\u007f")]
    [InlineData("\u009f")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    public void IsOneLine_RefusesControlCharactersAndLineSeparators(string text) => Text.IsOneLine(text).Should().BeFalse();

    [Theory]
    [InlineData("", true)]
    [InlineData(" \t\r\n\u3000\u00a0", true)]
    [InlineData("\u200b\ufeff\u2060", true)]
    [InlineData(" a ", false)]
    [InlineData("\u200d😀", false)]
    public void IsBlank_IsTrueWhereThereIsNothingToRead(string text, bool expected) => Text.IsBlank(text).Should().Be(expected);

    [Fact]
    public void IsStorable_IsTrueJustForWhatSurvivesUtf8AndHoldsNoNul()
    {
        var letters = Gen.Elements('a', '\0', '\ud83d', '\ude00', 'é', '\uffff');
        Prop.ForAll(Gen.ArrayOf(letters).ToArbitrary(), characters =>
        {
            var text = new string(characters);
            var survives = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
            Text.IsStorable(text).Should().Be(survives && !text.Contains('\0', StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();
    }
}
