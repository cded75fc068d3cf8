using FluentValidation;
using FluentValidation.Results;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using Moq;

namespace Layers.Application.Tests.Pipeline;

public sealed class ValidationBehaviorTests
{
    [Fact]
    public async Task ValidRequest_GoesOn() =>
        (await Behavior(new Rules(), new Rules()).Handle(new Request(), default, () => Task.FromResult("answer"))).Should().Be("answer");

    [Fact]
    public async Task RequestWithoutValidators_GoesOn() =>
        (await Behavior().Handle(new Request(), default, () => Task.FromResult("answer"))).Should().Be("answer");

    [Fact]
    public async Task BadRequest_IsRefusedWithEveryFaultOfEveryValidator_EachOnce_AndGoesNoFurther()
    {
        var handled = false;
        var behavior = Behavior(new Rules(("CaptionText", "A."), ("Files[3].SizeBytes", "B.")), new Rules(("captionText", "A."), ("", "C.")));

        var handling = () => behavior.Handle(new Request(), default, () =>
        {
            handled = true;
            return Task.FromResult("answer");
        });

        var refusal = (await handling.Should().ThrowAsync<DomainException>()).Which;
        refusal.Kind.Should().Be(ErrorKind.Validation);
        refusal.Message.Should().Be("A. (2 more in details.issues.)");
        refusal.Details!["issues"].As<IEnumerable<Issue>>().Should().Equal(
            new Issue("captionText", "A."), new Issue("files[3].sizeBytes", "B."), new Issue("", "C."));
        handled.Should().BeFalse();
    }

    [Fact]
    public async Task SingleFault_IsTheWholeMessage()
    {
        var handling = () => Behavior(new Rules(("caption", "caption is required."))).Handle(new Request(), default, () => Task.FromResult("answer"));

        (await handling.Should().ThrowAsync<DomainException>()).WithMessage("caption is required.");
    }

    private static ValidationBehavior<Request, string> Behavior(params IValidator<Request>[] validators) => new(validators, Mock.Of<ICaller>());

    public sealed record Request : IRequest<string>;

    private sealed class Rules(params (string Path, string Message)[] faults) : AbstractValidator<Request>
    {
        public override ValidationResult Validate(ValidationContext<Request> context) =>
            new(faults.Select(fault => new ValidationFailure(fault.Path, fault.Message)));
    }
}
