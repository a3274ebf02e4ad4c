using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Core.Expressions;

/// <summary>The variables that expressions of one host may use. Immutable.</summary>
public sealed class ExpressionEnvironment
{
    private readonly Dictionary<string, ExpressionVariable> _byPath;
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);

    public ExpressionEnvironment(params IEnumerable<ExpressionVariable> variables)
    {
        Variables = [.. variables];
        _byPath = Variables.ToDictionary(v => v.Path, StringComparer.Ordinal);
        foreach (var variable in Variables)
        {
            for (int dot = variable.Path.IndexOf('.'); dot >= 0; dot = variable.Path.IndexOf('.', dot + 1))
            {
                _groups.Add(variable.Path[..dot]);
            }
        }
    }

    /// <summary>All variables, as declared.</summary>
    public IReadOnlyList<ExpressionVariable> Variables { get; }

    internal bool TryGet(string path, [NotNullWhen(true)] out ExpressionVariable? variable) => _byPath.TryGetValue(path, out variable);

    /// <summary>Whether the path is the beginning of longer ones: <c>request</c> of <c>request.method</c>.</summary>
    internal bool IsGroup(string path) => _groups.Contains(path);

    /// <summary>Last names of what stands directly in a group; of the empty group, the first names of all.</summary>
    internal IEnumerable<string> NamesIn(string group)
    {
        int skip = group.Length == 0 ? 0 : group.Length + 1;
        return Variables.Where(v => skip == 0 || v.Path.StartsWith(group + ".", StringComparison.Ordinal))
            .Select(v => v.Path[skip..].Split('.')[0]).Distinct();
    }
}
