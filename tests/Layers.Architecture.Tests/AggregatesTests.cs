using System.Reflection;
using System.Runtime.CompilerServices;
using Layers.Domain.Content;

namespace Layers.Architecture.Tests;

public sealed class AggregatesTests
{
    private static readonly IReadOnlyList<Type> DomainTypes = typeof(Container).Assembly.GetExportedTypes();

    [Fact]
    public void NothingInTheDomain_IsSetFromOutside()
    {
        var open = from type in DomainTypes
                   from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
                   where property.SetMethod is { IsPublic: true } setter && !IsInitOnly(setter)
                   select $"{type.Name}.{property.Name}";

        open.Should().BeEmpty("only an aggregate's own methods change it");
    }

    [Fact]
    public void EveryState_HasItsAggregate()
    {
        var states = DomainTypes.Where(type => type.Name.EndsWith("State", StringComparison.Ordinal)).ToList();

        states.Should().HaveCountGreaterThan(6);
        states.Should().OnlyContain(state => DomainTypes.Any(type => type.Name + "State" == state.Name && type.GetConstructor(new[] { state }) != null));
    }

    private static bool IsInitOnly(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
