using System.Reflection;
using AutoMapper;
using AutoMapper.Internal;

namespace Layers.Api.OpenApi;

/// <summary>
/// What the strings of our answers were before they were mapped: the maps know that <c>status</c> is a <c>ContainerStatus</c> and
/// <c>projectId</c> a <c>ProjectId</c>, so that no answer has to say it again.
/// </summary>
internal sealed class MappedTypes(IMapper mapper)
{
    private readonly Lazy<Dictionary<(Type, string), Type>> sources = new(() => Read(mapper.ConfigurationProvider.Internal().GetAllTypeMaps()));

    /// <summary>The type, or the type of a list's items, that the property is mapped from; null when no map says.</summary>
    public Type? SourceOf(PropertyInfo property) =>
        sources.Value.TryGetValue((property.DeclaringType!, property.Name), out var source) ? ItemOf(source) : null;

    private static Dictionary<(Type, string), Type> Read(IEnumerable<TypeMap> maps)
    {
        var sources = new Dictionary<(Type, string), Type>();
        foreach (var map in maps)
        {
            var parameters = map.ConstructorMap?.CtorParams ?? [];
            foreach (var member in map.PropertyMaps.Cast<MemberMap>().Concat(parameters))
            {
                if (member.SourceType is { } source)
                    sources[(map.DestinationType, member.DestinationName)] = source;
            }
        }

        return sources;
    }

    private static Type ItemOf(Type type)
    {
        var list = type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return list is null || type == typeof(string) ? type : list.GetGenericArguments()[0];
    }
}
