using FluentValidation;
using Layers.Application.Pipeline;

namespace Layers.Application.Tests.Pipeline;

public sealed class FieldDescriptionsTests
{
    [Fact]
    public void Validator_DescribesItsFields_ByTheRulesThatItEnforces()
    {
        var fields = FieldDescriptions.Of(new OrderValidator());

        fields.Select(field => (field.Name, field.Presence)).Should().Equal(
            ("Title", Presence.Required), ("Amount", Presence.MayBeAbsentOrNull), ("Lines", Presence.Required), ("Limit", Presence.MayBeAbsent));
        fields[0].Shape.Should().Be(new FieldShape { MinLength = 1, MaxLength = 3 });
        fields[3].Shape.Should().Be(new FieldShape { Minimum = 1, Maximum = 200, Default = 25 });
    }

    [Fact]
    public void Objects_AreDescribedWithTheirFields_AndRefusedUnderTheirOwnPaths()
    {
        var lines = FieldDescriptions.Of(new OrderValidator())[2].Shape;

        (lines.MinItems, lines.MaxItems).Should().Be((1, 2));
        lines.Items!.Object!.Type.Should().Be<Line>();
        lines.Items.Object.Fields.Should().ContainSingle().Which.Name.Should().Be("Color");

        IReadOnlyList<Optional<Line>> sent = [Optional<Line>.Null, Optional<Line>.Of(new Line { Color = Optional<string>.Of("blue") })];
        var faults = new OrderValidator().Validate(new Order { Title = Optional<string>.Of("Tea"), Lines = Optional<IReadOnlyList<Optional<Line>>>.Of(sent) }).Errors;
        faults.Select(fault => fault.ErrorMessage).Should().Equal("lines[0] must be an object, not null.", "lines[1].color must be one of red, green.");
    }

    [Fact]
    public void SeveralRulesOfAField_AreDescribedByTheOneThatIsThereForIt() =>
        FieldDescriptions.Of(new OrderValidator())[1].Shape.Maximum.Should().Be(9);

    [Fact]
    public void SeveralRulesOfAField_WithoutADescription_AreRefused()
    {
        var act = () => FieldDescriptions.Of(new AmbiguousValidator());

        act.Should().Throw<InvalidOperationException>().WithMessage("*AmbiguousValidator has 2 rules for Amount*");
    }

    private sealed record Order
    {
        public Optional<string> Title { get; init; }

        public Optional<long> Amount { get; init; }

        public Optional<IReadOnlyList<Optional<Line>>> Lines { get; init; }

        public string? Limit { get; init; }
    }

    private sealed record Line
    {
        public Optional<string> Color { get; init; }
    }

    private sealed class OrderValidator : AbstractValidator<Order>
    {
        public OrderValidator()
        {
            RuleFor(order => order.Title).Text(Presence.Required, least: 1, most: 3);
            RuleFor(order => order.Amount).Described(Presence.MayBeAbsentOrNull, Rules.WholeNumber(1, 9).Shape);
            RuleFor(order => order.Amount).WholeNumber(Presence.Required, 1, 9).When(order => order.Limit is not null);
            RuleFor(order => order.Amount).WholeNumber(Presence.MayBeAbsent, 1, 5).When(order => order.Limit is null);
            RuleFor(order => order.Lines).Takes(Presence.Required, Rules.Objects(1, 2, "lines", Rules.Object(new LineValidator())));
            RuleFor(order => order.Limit).Limit();
        }
    }

    private sealed class LineValidator : AbstractValidator<Line>
    {
        public LineValidator() => RuleFor(line => line.Color).OneOf(Presence.Required, ["red", "green"]);
    }

    private sealed class AmbiguousValidator : AbstractValidator<Order>
    {
        public AmbiguousValidator()
        {
            RuleFor(order => order.Amount).WholeNumber(Presence.Required, 1, 9).When(order => order.Limit is not null);
            RuleFor(order => order.Amount).WholeNumber(Presence.MayBeAbsent, 1, 5).When(order => order.Limit is null);
        }
    }
}
