using System.Collections;
using System.Reflection;
using System.Text.Json;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>Makes all copies of a value of the canonical form that differ in one property somewhere in it.</summary>
internal static class Mutations
{
    private static readonly MethodInfo Clone = typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>The copies, with the path of what differs.</summary>
    public static IEnumerable<(string Path, object? Value)> Of(object value, string path = "") => value switch
    {
        string text => text.Length == 0 ? [(path, "x")] : [(path, text + "x"), (path, "")],
        bool flag => [(path, !flag)],
        int number => [(path, number + 1)],
        long number => [(path, number + 1)],
        double number => [(path, number + 0.5)],
        JsonElement => [(path, JsonElement.Parse("""{"json":"other"}""")), (path, JsonElement.Parse("[]")), (path, default(JsonElement))],
        Enum member => Enum.GetValues(member.GetType()).Cast<object>().Where(m => !m.Equals(member)).Take(1).Select(m => (path, (object?)m)),
        Array list => OfList(list, path),
        _ when value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) => OfPair(value, path),
        _ => OfRecord(value, path),
    };

    private static IEnumerable<(string, object?)> OfList(Array list, string path)
    {
        if (list.Length == 0)
        {
            yield break;
        }

        yield return (path, Array.CreateInstance(list.GetType().GetElementType()!, 0));
        var twice = Array.CreateInstance(list.GetType().GetElementType()!, list.Length + 1);
        list.CopyTo(twice, 0);
        twice.SetValue(list.GetValue(0), list.Length);
        yield return (path, twice);
        for (int i = 0; i < list.Length; i++)
        {
            foreach (var (inner, changed) in Of(list.GetValue(i)!, $"{path}[{i}]"))
            {
                var copy = (Array)list.Clone();
                copy.SetValue(changed, i);
                yield return (inner, copy);
            }
        }
    }

    private static IEnumerable<(string, object?)> OfPair(object pair, string path)
    {
        object[] values = [pair.GetType().GetProperty("Key")!.GetValue(pair)!, pair.GetType().GetProperty("Value")!.GetValue(pair)!];
        for (int i = 0; i < 2; i++)
        {
            foreach (var (inner, changed) in Of(values[i], $"{path}.{i}"))
            {
                object?[] copy = [.. values];
                copy[i] = changed;
                yield return (inner, Activator.CreateInstance(pair.GetType(), copy));
            }
        }
    }

    private static IEnumerable<(string, object?)> OfRecord(object record, string path)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var property in record.GetType().GetProperties().Where(p => p.CanWrite))
        {
            string name = $"{path}.{record.GetType().Name}.{property.Name}";
            if (property.GetValue(record) is not { } held)
            {
                continue;
            }

            var changes = Of(held, name);
            if (nullability.Create(property).WriteState == NullabilityState.Nullable)
            {
                changes = changes.Append((name + " = null", null));
            }

            foreach (var (inner, changed) in changes)
            {
                object copy = Clone.Invoke(record, null)!;
                property.SetValue(copy, changed);
                yield return (inner, copy);
            }
        }
    }
}
