using FluentValidation;
using Layers.Application.Pipeline;

namespace Layers.Application.Tests.Pipeline;

public sealed class FieldsTests
{
    /// <summary>What each presence says to nothing, null, a value of another type, and a value.</summary>
    [Theory]
    [InlineData(Presence.Required, "displayName is required.", "displayName must be a string, not null.")]
    [InlineData(Presence.MayBeAbsent, null, "displayName must be a string, not null.")]
    [InlineData(Presence.MayBeAbsentOrNull, null, null)]
    public void Presence_SettlesWhatAbsenceAndNullMean(Presence presence, string? absence, string? nothing)
    {
        FaultOf(presence, Optional<string>.Absent).Should().Be(absence);
        FaultOf(presence, Optional<string>.Null).Should().Be(nothing);
        FaultOf(presence, Optional<string>.WrongType("must be a string")).Should().Be("displayName must be a string.");
        FaultOf(presence, Optional<string>.Of("abc")).Should().BeNull();
    }

    [Theory]
    [InlineData("", "displayName must be at least 2 characters.")]
    [InlineData("a", "displayName must be at least 2 characters.")]
    [InlineData("😀", "displayName must be at least 2 characters.")]
    [InlineData("ab", null)]
    [InlineData("😀😀😀", null)]
    [InlineData("abcd", "displayName must be at most 3 characters.")]
    [InlineData("a\0", "displayName must not contain U+0000 or unpaired surrogates.")]
    public void Text_IsMeasuredInCodePoints(string text, string? fault) => FaultOf(Presence.Required, Optional<string>.Of(text)).Should().Be(fault);

    [Fact]
    public void Text_OfAtLeastOneCharacter_MustNotBeEmpty() =>
        Rules.Text(least: 1, most: 3).FaultOf("").Should().Be("must not be empty");

    [Theory]
    [InlineData(-1, "count must be a whole number from 0 to 1,000.")]
    [InlineData(0, null)]
    [InlineData(1_000, null)]
    [InlineData(1_001, "count must be a whole number from 0 to 1,000.")]
    public void WholeNumber_KeepsItsBounds(long number, string? fault) => Faults(new Body { Count = Optional<long>.Of(number) }).Should().Equal(Listed(fault));

    [Fact]
    public void Flag_IsNeverNull()
    {
        Faults(new Body { IsOn = Optional<bool>.Null }).Should().Equal("isOn must be true or false, not null.");
        Faults(new Body { IsOn = Optional<bool>.Of(false) }).Should().BeEmpty();
    }

    [Theory]
    [InlineData("red", null)]
    [InlineData("Red", "color must be one of red, green.")]
    [InlineData("", "color must be one of red, green.")]
    public void OneOf_ListsTheWords(string word, string? fault) => Faults(new Body { Color = Optional<string>.Of(word) }).Should().Equal(Listed(fault));

    [Fact]
    public void EveryFault_IsListed_OncePerField_UnderThePathThatCallersWrite()
    {
        var body = new Body
        {
            DisplayName = Optional<string>.Null,
            Count = Optional<long>.WrongType("must be a whole number"),
            Parts = [new Part { ShortName = Optional<string>.Of("ab") }, new Part(), new Part { ShortName = Optional<string>.Of("zq7") }],
        };

        var failures = new BodyValidator().Validate(body).Errors;

        failures.Select(failure => failure.PropertyName).Should().BeEquivalentTo("displayName", "count", "parts[1].shortName", "parts[2].shortName");
        failures.Should().OnlyContain(failure => failure.ErrorMessage.StartsWith(failure.PropertyName) && !failure.ErrorMessage.Contains("zq7"));
    }

    private static string? FaultOf(Presence presence, Optional<string> name) =>
        Rules.Text(least: 2, most: 3).IssuesOf("displayName", name, presence).SingleOrDefault()?.Message;

    private static IEnumerable<string> Faults(Body body) =>
        new BodyValidator().Validate(body with { DisplayName = Optional<string>.Of("abc") }).Errors.Select(failure => failure.ErrorMessage);

    private static string[] Listed(string? fault) => fault is null ? [] : [fault];

    private sealed record Body
    {
        public Optional<string> DisplayName { get; init; }

        public Optional<long> Count { get; init; }

        public Optional<bool> IsOn { get; init; }

        public Optional<string> Color { get; init; }

        public IReadOnlyList<Part> Parts { get; init; } = [];
    }

    private sealed record Part
    {
        public Optional<string> ShortName { get; init; }
    }

    private sealed class BodyValidator : AbstractValidator<Body>
    {
        public BodyValidator()
        {
            RuleFor(body => body.DisplayName).Text(Presence.Required, least: 1, most: 3);
            RuleFor(body => body.Count).WholeNumber(Presence.MayBeAbsent, 0, 1_000);
            RuleFor(body => body.IsOn).Flag(Presence.MayBeAbsent);
            RuleFor(body => body.Color).OneOf(Presence.MayBeAbsent, ["red", "green"]);
            RuleForEach(body => body.Parts).SetValidator(new PartValidator()).OverridePropertyName("parts");
        }
    }

    private sealed class PartValidator : AbstractValidator<Part>
    {
        public PartValidator() => RuleFor(part => part.ShortName).Text(Presence.Required, least: 1, most: 2);
    }
}
