# Classes that are made here: those of the assembly, when it is made, and those that it lacks, as an exception that scripts catch by its
# name. Not read where neither is needed.

function script:New-CkeyModule {
    [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly([System.Reflection.AssemblyName]::new('CustomerKey.Objects'), 'Run').DefineDynamicModule('CustomerKey.Objects')
}

# A class to be filled; where another description of that name came before, one in a module of its own.
function script:Start-CkeyType([string]$name, [type]$base) {
    $types = $script:Types
    if (-not $types.Module) { $types.Module = New-CkeyModule }
    $module = if ($types.Named.ContainsKey($name)) { New-CkeyModule } else { $types.Module }
    $module.DefineType($name, 'Public,Class', $base)
}

# What a class is made from: the class of the next name. One that the service's reference names, such as
# Microsoft.Azure.Commands.KeyVault.Models.PSKeyVaultKey, has nothing of its own: `-is` and typed parameters of scripts find it.
function script:Get-CkeyBase([string[]]$names) {
    if (-not $names) { return [object] }
    $first, $rest = $names
    if (-not $script:Types.Named.ContainsKey($first)) {
        $made = Find-CkeyClass $first
        $script:Types.Named[$first] = if ($made) { $made } else { (Start-CkeyType $first (Get-CkeyBase $rest)).CreateType() }
    }
    $script:Types.Named[$first]
}

# The class of a description.
function script:Add-CkeyClass($description) {
    $first, $rest = $description.type
    $base = Get-CkeyBase $rest
    $builder = Start-CkeyType $first $base
    $fields = @{}
    foreach ($column in $description.columns.GetEnumerator()) {
        $inherited = if ($rest) { $base.GetField($column.Key) }
        $fields[$column.Key] = if ($inherited) { $inherited } else { $builder.DefineField($column.Key, (Get-CkeyKind $column.Value), 'Public') }
    }
    if ($description.shown) { Add-CkeyToString $builder $fields[$description.shown] }
    if ($description.ordered) { Add-CkeyOrder $builder $fields[$description.ordered] }
    $made = $builder.CreateType()
    $script:Types.Named[$first] = $made
    $made
}

function script:Get-CkeyKind([string]$kind) {
    if ($kind.EndsWith('[]')) { return Get-CkeyListType (Get-CkeyKind $kind.Substring(0, $kind.Length - 2)) }
    switch ($kind) {
        'text'   { [string] }
        'bool'   { [System.Nullable[bool]] }
        'int'    { [System.Nullable[int]] }
        'long'   { [System.Nullable[long]] }
        'number' { [System.Nullable[double]] }
        'guid'   { [System.Nullable[guid]] }
        'date'   { [System.Nullable[datetime]] }
        'bytes'  { [byte[]] }
        'table'  { Get-CkeyTableType }
        'json'   { [object] }
        default  { $script:Types.Named[$kind] }
    }
}

# "$mailbox", a cell of a table, a parameter that wants its name: what the object is shown by, itself or in its own short form.
function script:Add-CkeyToString([System.Reflection.Emit.TypeBuilder]$builder, [System.Reflection.FieldInfo]$field) {
    $code = $builder.DefineMethod('ToString', 'Public,Virtual,HideBySig', [string], [type]::EmptyTypes).GetILGenerator()
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg_0)
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldfld, $field)
    if ($field.FieldType -ne [string]) {
        if ($field.FieldType.IsValueType) { $code.Emit([System.Reflection.Emit.OpCodes]::Box, $field.FieldType) }
        $code.Emit([System.Reflection.Emit.OpCodes]::Call, [System.Convert].GetMethod('ToString', [type[]]@([object])))
    }
    $code.Emit([System.Reflection.Emit.OpCodes]::Ret)
}

# Objects that sort as a whole, such as sizes. The constructor lets PowerShell compare one with a number: `-gt 1MB`.
function script:Add-CkeyOrder([System.Reflection.Emit.TypeBuilder]$builder, [System.Reflection.FieldInfo]$field) {
    $opcode = [System.Reflection.Emit.OpCodes]
    $builder.AddInterfaceImplementation([System.IComparable])
    $null = $builder.DefineDefaultConstructor('Public')
    $code = $builder.DefineConstructor('Public', 'Standard', [type[]]@([long])).GetILGenerator()
    $code.Emit($opcode::Ldarg_0); $code.Emit($opcode::Call, [object].GetConstructor([type]::EmptyTypes))
    $code.Emit($opcode::Ldarg_0); $code.Emit($opcode::Ldarg_1); $code.Emit($opcode::Newobj, $field.FieldType.GetConstructor([type[]]@([long])))
    $code.Emit($opcode::Stfld, $field); $code.Emit($opcode::Ret)

    $compare = $builder.DefineMethod('CompareTo', 'Public,Virtual,HideBySig,NewSlot,Final', [int], [type[]]@([object]))
    $code = $compare.GetILGenerator()
    $other = $code.DefineLabel(); $value = $code.DeclareLocal([long]); $read = $field.FieldType.GetMethod('GetValueOrDefault', [type]::EmptyTypes)
    $code.Emit($opcode::Ldarg_1); $code.Emit($opcode::Isinst, $builder); $code.Emit($opcode::Brtrue, $other)
    $code.Emit($opcode::Ldc_I4_1); $code.Emit($opcode::Ret)                        # nothing, and what is no such object, comes first
    $code.MarkLabel($other)
    $code.Emit($opcode::Ldarg_0); $code.Emit($opcode::Ldflda, $field); $code.Emit($opcode::Call, $read); $code.Emit($opcode::Stloc, $value)
    $code.Emit($opcode::Ldloca, $value)
    $code.Emit($opcode::Ldarg_1); $code.Emit($opcode::Castclass, $builder); $code.Emit($opcode::Ldflda, $field); $code.Emit($opcode::Call, $read)
    $code.Emit($opcode::Call, [long].GetMethod('CompareTo', [type[]]@([long]))); $code.Emit($opcode::Ret)
}

# A list that is text where text is wanted, in a cell of a CSV file too, and that a parameter takes back: "a, b".
function script:Get-CkeyListType([type]$element) {
    $bare = [System.Nullable]::GetUnderlyingType($element)
    $name = "CustomerKey.ListOf$(if ($bare) { $bare.Name } else { $element.Name })"
    if ($made = $script:Types.Named[$name]) { return $made }
    $list = [System.Collections.Generic.List[object]].GetGenericTypeDefinition()
    $base = $list.MakeGenericType($element)
    $made = Find-CkeyClass $name
    if ($made -and $made.BaseType -eq $base) { $script:Types.Named[$name] = $made; return $made }
    $builder = Start-CkeyType $name $base
    $code = $builder.DefineMethod('ToString', 'Public,Virtual,HideBySig', [string], [type]::EmptyTypes).GetILGenerator()
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldstr, ', ')
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg_0)
    if ($bare) {
        # An array of values is no array of objects: only the method for any element takes it.
        foreach ($method in [string].GetMethods()) {
            if ($method.Name -ceq 'Join' -and $method.IsGenericMethod -and $method.GetParameters()[0].ParameterType -eq [string]) { $join = $method.MakeGenericMethod($element) }
        }
    } else {
        $array = if ($element -is [System.Reflection.Emit.TypeBuilder]) { [System.Reflection.Emit.TypeBuilder]::GetMethod($base, $list.GetMethod('ToArray')) } else { $base.GetMethod('ToArray') }
        $code.Emit([System.Reflection.Emit.OpCodes]::Call, $array)
        $join = [string].GetMethod('Join', [type[]]@([string], [object[]]))
    }
    $code.Emit([System.Reflection.Emit.OpCodes]::Call, $join)
    $code.Emit([System.Reflection.Emit.OpCodes]::Ret)
    $script:Types.Named[$name] = $builder.CreateType()
    $script:Types.Named[$name]
}

# A table of texts whose names are found in any case, with what scripts ask a hashtable.
function script:Get-CkeyTableType {
    $name = 'CustomerKey.TableOfText'
    if ($made = $script:Types.Named[$name]) { return $made }
    $made = Find-CkeyClass $name
    if ($made) { $script:Types.Named[$name] = $made; return $made }
    $base = [System.Collections.Generic.Dictionary[string, string]]
    $builder = Start-CkeyType $name $base
    $code = $builder.DefineConstructor('Public', 'Standard', [type]::EmptyTypes).GetILGenerator()
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg_0)
    $code.Emit([System.Reflection.Emit.OpCodes]::Call, [System.StringComparer].GetProperty('OrdinalIgnoreCase').GetMethod)
    $code.Emit([System.Reflection.Emit.OpCodes]::Call, $base.GetConstructor([type[]]@([System.Collections.Generic.IEqualityComparer[string]])))
    $code.Emit([System.Reflection.Emit.OpCodes]::Ret)
    $code = $builder.DefineMethod('Contains', 'Public,HideBySig', [bool], [type[]]@([string])).GetILGenerator()
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg_0)
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg_1)
    $code.Emit([System.Reflection.Emit.OpCodes]::Call, $base.GetMethod('ContainsKey'))
    $code.Emit([System.Reflection.Emit.OpCodes]::Ret)
    $script:Types.Named[$name] = $builder.CreateType()
    $script:Types.Named[$name]
}

# An exception type that scripts catch by name: `catch [Microsoft...KeyVaultErrorException]` finds it by its full name.
function script:Get-CkeyExceptionType([string]$name) {
    $known = $name -as [type]
    if ($known) { return $known }
    $base = [System.InvalidOperationException]; $text = [type[]]@([string])
    $builder = Start-CkeyType $name $base
    $code = $builder.DefineConstructor('Public', 'Standard', $text).GetILGenerator()
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg_0)
    $code.Emit([System.Reflection.Emit.OpCodes]::Ldarg_1)
    $code.Emit([System.Reflection.Emit.OpCodes]::Call, $base.GetConstructor($text))
    $code.Emit([System.Reflection.Emit.OpCodes]::Ret)
    $builder.CreateType()
}

# How the first line of a record is read: a class of ours is faster than a document.
function script:New-CkeyHead($module) {
    $head = $module.DefineType('CustomerKey.Head', 'Public,Class', [object])
    foreach ($column in ([ordered]@{ type = [string[]]; shown = [string]; ordered = [string]; columns = [System.Collections.Generic.OrderedDictionary[string, string]] }).GetEnumerator()) {
        $null = $head.DefineField($column.Key, $column.Value, 'Public')
    }
    $head.CreateType()
}
