using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>Makes records of the canonical form in which every property has a value, so that a walk over them can be checked to miss none.</summary>
internal static class Filled
{
    /// <summary>A value of the type, with texts that name where they stand.</summary>
    public static object Make(Type type, string path)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Make(inner, path);
        }

        if (type == typeof(string))
        {
            return $"<{path}>";
        }

        if (type == typeof(JsonElement))
        {
            return JsonElement.Parse($"{{\"json\":\"<{path}>\"}}");
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(0)!;
        }

        if (type.IsPrimitive)
        {
            return Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        {
            return Activator.CreateInstance(type, [.. type.GetGenericArguments().Select((a, i) => Make(a, $"{path}.{i}"))])!;
        }

        if (type.IsArray)
        {
            var array = Array.CreateInstance(type.GetElementType()!, 1);
            array.SetValue(Make(type.GetElementType()!, path + "[]"), 0);
            return array;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var element = type.GetGenericArguments()[0];
            Type[] kinds = element == typeof(Part) ? [.. element.Assembly.GetTypes().Where(t => t.IsSubclassOf(element) && (!path.Contains("Content", StringComparison.Ordinal) || t != typeof(ToolResultPart)))] : [element];
            var list = Array.CreateInstance(element, kinds.Length);
            for (int i = 0; i < kinds.Length; i++)
            {
                list.SetValue(Make(kinds[i], $"{path}[{i}]"), i);
            }

            return list;
        }

        object record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            property.SetValue(record, Make(property.PropertyType, $"{path}.{type.Name}.{property.Name}"));
        }

        return record;
    }

    /// <summary>All texts in a value, with <c>Type.Property</c> of each.</summary>
    public static IEnumerable<(string Owner, string Text)> TextsOf(object? value, string owner = "") => value switch
    {
        null => [],
        string text => [(owner, text)],
        JsonElement { ValueKind: JsonValueKind.Object } json => [(owner + "Json", json.GetProperty("json").GetString()!)],
        IEnumerable list => list.Cast<object?>().SelectMany(v => TextsOf(v, owner)),
        _ when value.GetType().IsPrimitive || value.GetType().IsEnum => [],
        _ => value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0)
            .SelectMany(p => TextsOf(p.GetValue(value), value.GetType().IsGenericType ? owner : $"{value.GetType().Name}.{p.Name}")),
    };
}
