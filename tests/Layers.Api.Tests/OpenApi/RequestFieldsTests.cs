using FluentValidation;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Pipeline;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Api.Tests.OpenApi;

public sealed class RequestFieldsTests
{
    [Fact]
    public void Field_OfABody_TakesWhatTheValidatorOfItsRequestEnforces()
    {
        var field = FieldsOf(nameof(Actions.Send)).Find(typeof(NoteBody), nameof(NoteBody.Text));

        field.Should().Be(new FieldDescription("Text", Presence.Required, new FieldShape { MinLength = 1, MaxLength = 7 }));
    }

    [Fact]
    public void Field_WithoutARule_IsNamed() =>
        FieldsOf(nameof(Actions.SendMore)).Invoking(fields => fields.Find(typeof(NoteBody), "Text"))
            .Should().Throw<InvalidOperationException>().WithMessage("The validator of SendNote has no rule for Colour, which ColouredNoteBody holds.");

    [Fact]
    public void Body_ThatSaysNotWhatItBecomes_IsNamed() =>
        FieldsOf(nameof(Actions.SendAny)).Invoking(fields => fields.Find(typeof(AnyBody), "Text"))
            .Should().Throw<InvalidOperationException>().WithMessage("AnyBody does not say which request it becomes; add [Becomes<…>].");

    private static RequestFields FieldsOf(string action)
    {
        var parameter = typeof(Actions).GetMethod(action)!.GetParameters()[0];
        var described = new ControllerParameterDescriptor { Name = "body", ParameterInfo = parameter, ParameterType = parameter.ParameterType };
        var services = new ServiceCollection().AddSingleton<IValidator<SendNote>, SendNoteValidator>().BuildServiceProvider();
        return new RequestFields(new OneAction(new ActionDescriptor { Parameters = [described] }), services);
    }

    private sealed class OneAction(ActionDescriptor action) : IActionDescriptorCollectionProvider
    {
        public ActionDescriptorCollection ActionDescriptors => new([action], version: 1);
    }

    private static class Actions
    {
        public static void Send([JsonBody] NoteBody body) => _ = body;

        public static void SendMore([JsonBody] ColouredNoteBody body) => _ = body;

        public static void SendAny([JsonBody] AnyBody body) => _ = body;
    }

    private sealed record SendNote(Optional<string> Text);

    private sealed class SendNoteValidator : AbstractValidator<SendNote>
    {
        public SendNoteValidator() => RuleFor(command => command.Text).Text(Presence.Required, least: 1, most: 7);
    }

    [Becomes<SendNote>]
    private sealed record NoteBody
    {
        public Optional<string> Text { get; init; }
    }

    [Becomes<SendNote>]
    private sealed record ColouredNoteBody
    {
        public Optional<string> Text { get; init; }

        public Optional<string> Colour { get; init; }
    }

    private sealed record AnyBody
    {
        public Optional<string> Text { get; init; }
    }
}
