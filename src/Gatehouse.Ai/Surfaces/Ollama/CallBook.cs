using System.Globalization;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>
/// Ids of tool calls in a conversation whose dialect need not have any: a call without one is numbered, a result without one belongs to the oldest
/// call of its name (or of any name) that has none yet. The same conversation gives the same ids each time.
/// </summary>
internal sealed class CallBook
{
    private readonly List<(string Id, string Name)> _waiting = [];
    private int _count;

    /// <summary>Enters a call; returns its id.</summary>
    public string Call(string? id, string name)
    {
        string known = id is { Length: > 0 } ? id : string.Create(CultureInfo.InvariantCulture, $"call_{_count}");
        _count++;
        _waiting.Add((known, name));
        return known;
    }

    /// <summary>The id and name of the call that a result belongs to; null = no call waits for it.</summary>
    public (string Id, string Name)? Result(string? id, string? name)
    {
        int index = id is { Length: > 0 } ? _waiting.FindIndex(c => c.Id == id)
            : name is { Length: > 0 } ? _waiting.FindIndex(c => c.Name == name)
            : _waiting.Count > 0 ? 0 : -1;
        if (index < 0)
        {
            return null;
        }

        var found = _waiting[index];
        _waiting.RemoveAt(index);
        return found;
    }
}
