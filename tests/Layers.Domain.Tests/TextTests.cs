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
