using Gatehouse.Core.Expressions.Nodes;

namespace Gatehouse.Core.Expressions.Values;

/// <summary>Walks a list of any form in order; JSON is read on from where the previous element ended.</summary>
internal ref struct ListCursor(ExpressionValue list)
{
    private readonly ExpressionValue _list = list;
    private int _index;
    private int _at;

    /// <summary>The next element. It may be a fault: malformed JSON, or no budget left; nothing follows such a one.</summary>
    public bool MoveNext(scoped ref Evaluation evaluation, out ExpressionValue item)
    {
        item = default;
        if (_index < 0)
        {
            return false;
        }

        // The source may have to count from the first to the element at the index.
        if (!evaluation.Spend(_list.Form == ValueForm.Source ? 1 + _index : 1))
        {
            _index = -1;
            item = ExpressionValue.Fault(ExpressionFault.Budget);
            return true;
        }

        switch (_list.Form)
        {
            case ValueForm.Constant:
                var items = (ExpressionConstant[])_list.Content!;
                if (_index >= items.Length)
                {
                    return false;
                }

                item = items[_index++].Value;
                return true;
            case ValueForm.Json:
                return MoveNextJson(ref evaluation, out item);
            default:
                return evaluation.Source.TryReadItem((int)_list.Number, new ExpressionKey(_list.Bytes, _list.Content), _index++, ref evaluation.Scratch, out item);
        }
    }

    /// <summary>The element at an index; false when it is beyond the end.</summary>
    public static bool TryGet(ExpressionValue list, long index, scoped ref Evaluation evaluation, out ExpressionValue item)
    {
        if (index is < 0 or > int.MaxValue)
        {
            item = default;
            return false;
        }

        if (list.Form == ValueForm.Source)
        {
            // No list of a request is longer, and the source stops at its end.
            if (!evaluation.Spend((int)Math.Min(1 + index, ushort.MaxValue)))
            {
                item = ExpressionValue.Fault(ExpressionFault.Budget);
                return true;
            }

            return evaluation.Source.TryReadItem((int)list.Number, new ExpressionKey(list.Bytes, list.Content), (int)index, ref evaluation.Scratch, out item);
        }

        var cursor = new ListCursor(list);
        while (cursor.MoveNext(ref evaluation, out item))
        {
            if (index-- == 0 || item.IsFault)
            {
                return true;
            }
        }

        return false;
    }

    private bool MoveNextJson(scoped ref Evaluation evaluation, out ExpressionValue item)
    {
        int before = _at;
        bool isThere = JsonText.TryReadItem(_list.Bytes, ref _at, out var json, out bool isMalformed);
        if (isMalformed || !evaluation.Spend(JsonText.WorkOf(_at - before)))
        {
            _index = -1;
            item = ExpressionValue.Fault(isMalformed ? ExpressionFault.Format : ExpressionFault.Budget);
            return true;
        }

        item = isThere ? JsonText.ToValue(json, ref evaluation.Scratch) : default;
        return isThere;
    }
}
