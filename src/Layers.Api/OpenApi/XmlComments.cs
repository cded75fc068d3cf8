using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Layers.Api.OpenApi;

/// <summary>
/// The docstrings of an extension's assembly, from the XML file that the compiler lays beside it. Those of this program are compiled into it.
/// </summary>
internal sealed partial class XmlComments
{
    private readonly Dictionary<string, XElement> members;

    private XmlComments(Dictionary<string, XElement> members) => this.members = members;

    /// <summary>Empty for an assembly that has no such file.</summary>
    public static XmlComments Of(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        var members = File.Exists(path) ? XDocument.Load(path).Descendants("member") : [];
        return new XmlComments(members.ToDictionary(member => (string)member.Attribute("name")!));
    }

    /// <summary>Null when there is none; so are the others.</summary>
    public string? Summary(MethodInfo action) => Text(Member(action)?.Element("summary"));

    public string? Remarks(MethodInfo action) => Text(Member(action)?.Element("remarks"));

    public string? Summary(Type type) => Text(Member(type)?.Element("summary"));

    /// <summary>Of a property, or of the record's parameter that makes it.</summary>
    public string? Summary(PropertyInfo property) =>
        Text(members.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}")?.Element("summary"))
        ?? Text(Member(property.DeclaringType!)?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property.Name));

    private XElement? Member(Type type) => members.GetValueOrDefault($"T:{type.FullName}");

    // Actions are not overloaded, so that a name is enough.
    private XElement? Member(MethodInfo action)
    {
        var name = $"M:{action.DeclaringType!.FullName}.{action.Name}";
        return members.FirstOrDefault(member => member.Key == name || member.Key.StartsWith(name + "(", StringComparison.Ordinal)).Value;
    }

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var parts = element.Nodes().Select(node => node is XElement { Name.LocalName: "c" } code ? $"`{code.Value}`" : node is XElement other ? other.Value : ((XText)node).Value);
        return Blanks().Replace(string.Concat(parts).Trim(), " ");
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1_000)]
    private static partial Regex Blanks();
}
