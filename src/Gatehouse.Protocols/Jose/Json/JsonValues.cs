namespace Gatehouse.Protocols.Jose.Json;

/// <summary>The children of a container, to be walked with <c>foreach</c>; allocates nothing.</summary>
public struct JsonValues
{
    private readonly JsonTree? _tree;
    private readonly int _end;
    private int _next;
    private int _current;

    internal JsonValues(JsonTree tree, int container)
    {
        _tree = tree;
        _next = container + 1;
        _end = tree.View.Next(container);
    }

    /// <summary>The child that <see cref="MoveNext"/> came to.</summary>
    public readonly JsonValue Current => _tree is null ? default : new JsonValue(_tree, _current);

    /// <summary>Number of children left; walks them.</summary>
    public readonly int Count()
    {
        int count = 0;
        for (int i = _next; i < _end; i = _tree!.View.Next(i))
        {
            count++;
        }

        return count;
    }

    /// <summary>A walk of its own over what is left.</summary>
    public readonly JsonValues GetEnumerator() => this;

    /// <summary>Goes to the next child; false behind the last.</summary>
    public bool MoveNext()
    {
        if (_next >= _end)
        {
            return false;
        }

        _current = _next;
        _next = _tree!.View.Next(_next);
        return true;
    }
}
