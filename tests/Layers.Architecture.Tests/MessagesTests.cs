using System.Reflection;
using System.Runtime.CompilerServices;
using Layers.Application.Pipeline;
using MediatR;

namespace Layers.Architecture.Tests;

/// <summary>Commands and queries.</summary>
public sealed class MessagesTests
{
    private static readonly IReadOnlyList<Type> Types = typeof(ICommand<>).Assembly.GetTypes();

    private static readonly IReadOnlyList<Type> Messages = [.. Types.Where(type => type.IsClass && IsClosed(type, typeof(IRequest<>)))];

    [Fact]
    public void Messages_AreThere() => Messages.Select(type => type.Name).Should().Contain(["ApproveContainer", "PatchPolicy", "ListContent"]);

    [Fact]
    public void EveryMessage_IsASealedRecordThatNobodyCanChange()
    {
        Messages.Where(type => !type.IsSealed || type.GetMethod("<Clone>$") is null).Should().BeEmpty();
        Messages.SelectMany(type => type.GetProperties(All)).Where(CanBeSet).Select(Name).Should().BeEmpty();
        Messages.SelectMany(type => type.GetProperties(All)).Where(HoldsAMutableCollection).Select(Name).Should().BeEmpty();
        Messages.SelectMany(type => type.GetFields(All)).Where(field => !field.IsInitOnly && field.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
            .Select(field => field.Name).Should().BeEmpty();
    }

    [Fact]
    public void EveryMessage_HasExactlyOneHandler()
    {
        var handled = from type in Types
                      from shape in type.GetInterfaces()
                      where shape.IsGenericType && shape.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
                      select shape.GetGenericArguments()[0];

        handled.Should().BeEquivalentTo(Messages).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Handlers_AreNamedForWhatTheyHandle_AndStandBesideIt()
    {
        foreach (var handler in Types.Where(type => IsClosed(type, typeof(IRequestHandler<,>))))
        {
            handler.Name.Should().EndWith("Handler");
            var handled = handler.GetInterfaces().Where(shape => shape.IsGenericType).Select(shape => shape.GetGenericArguments()[0]);
            handled.Should().OnlyContain(message => message.Namespace == handler.Namespace, handler.Name);
        }
    }

    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static bool IsClosed(Type type, Type shape) =>
        type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == shape);

    private static bool CanBeSet(PropertyInfo property) =>
        property.SetMethod is { } setter && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool HoldsAMutableCollection(PropertyInfo property) =>
        property.PropertyType.IsArray
        || (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() is var type
            && new[] { typeof(List<>), typeof(IList<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(ICollection<>) }.Contains(type));

    private static string Name(PropertyInfo property) => $"{property.DeclaringType!.Name}.{property.Name}";
}
