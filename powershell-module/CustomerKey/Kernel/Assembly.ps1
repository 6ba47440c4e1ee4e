# Makes the assembly of the module: the class of each description of Types.jsonl, the functions of the library, and attributes.

# What the module calls of the library: return type and parameters.
function script:Get-CkeySignature {
    $handle = [ulong].MakeByRefType(); $pointer = [System.IntPtr].MakeByRefType(); $size = [System.UIntPtr].MakeByRefType()
    [ordered]@{
        ckey_abi_version    = [uint32], @()
        ckey_session_open   = [int], @([byte[]], [System.UIntPtr], $handle, $pointer)
        ckey_session_close  = [int], @([ulong])
        ckey_session_secret = [int], @([ulong], [byte[]], [System.UIntPtr], [byte[]], [System.UIntPtr], $pointer)
        ckey_call_start     = [int], @([ulong], [byte[]], [System.UIntPtr], [byte[]], [System.UIntPtr], $handle, $pointer)
        ckey_call_next      = [int], @([ulong], [uint32], $pointer, $size, $pointer)
        ckey_call_answer    = [int], @([ulong], [int])
        ckey_call_free      = [int], @([ulong])
        ckey_error_message  = [int], @([System.IntPtr], $pointer, $size)
        ckey_error_free     = [void], @([System.IntPtr])
    }
}

# A class with a method for each function, which calls the address in the field of its name. No P/Invoke: its library would have to be
# named here, and nobody knows yet where it is. `bind` takes the addresses from a library that is loaded.
function script:Add-CkeyNative([System.Reflection.Emit.ModuleBuilder]$module) {
    $opcode = [System.Reflection.Emit.OpCodes]; $type = $module.DefineType('CustomerKey.Native', 'Public,Class,Sealed,Abstract')
    $bind = $type.DefineMethod('bind', 'Public,Static', [void], [type[]]@([System.IntPtr])).GetILGenerator()
    $export = [System.Runtime.InteropServices.NativeLibrary].GetMethod('GetExport')
    foreach ($function in (Get-CkeySignature).GetEnumerator()) {
        $returns, $takes = $function.Value
        $address = $type.DefineField("at_$($function.Key)", [System.IntPtr], 'Public,Static')
        $code = $type.DefineMethod($function.Key, 'Public,Static', $returns, [type[]]$takes).GetILGenerator()
        for ($i = 0; $i -lt $takes.Count; $i++) { $code.Emit($opcode::Ldarg, [int16]$i) }
        $code.Emit($opcode::Ldsfld, $address)
        $code.EmitCalli($opcode::Calli, [System.Runtime.InteropServices.CallingConvention]::Cdecl, $returns, [type[]]$takes)
        $code.Emit($opcode::Ret)
        $bind.Emit($opcode::Ldarg_0); $bind.Emit($opcode::Ldstr, $function.Key); $bind.Emit($opcode::Call, $export); $bind.Emit($opcode::Stsfld, $address)
    }
    $bind.Emit($opcode::Ret)
    $null = $type.CreateType()
}

# [CustomerKey.TakesCopy('X')] before a parameter that wants an X by its type's name: an object back from a file or a job gets the name that it
# had when it was live, as its last one: so it shows as before. PowerShell asks for the name afterwards, and goes on to another parameter
# where it is missing.
function script:Add-CkeyTakesCopy([System.Reflection.Emit.ModuleBuilder]$module) {
    $opcode = [System.Reflection.Emit.OpCodes]; $base = [System.Management.Automation.ArgumentTransformationAttribute]
    $object = [System.Management.Automation.PSObject]; $list = [System.Collections.ObjectModel.Collection[string]]
    $type = $module.DefineType('CustomerKey.TakesCopyAttribute', 'Public,Class,Sealed', $base)
    $wanted = $type.DefineField('wanted', [string], 'Private,InitOnly')
    $code = $type.DefineConstructor('Public', 'Standard', [type[]]@([string])).GetILGenerator()
    $code.Emit($opcode::Ldarg_0); $code.Emit($opcode::Call, $base.GetConstructor([System.Reflection.BindingFlags]'Instance,NonPublic,Public', [type]::EmptyTypes))
    $code.Emit($opcode::Ldarg_0); $code.Emit($opcode::Ldarg_1); $code.Emit($opcode::Stfld, $wanted); $code.Emit($opcode::Ret)

    $code = $type.DefineMethod('Transform', 'Public,Virtual,HideBySig', [object], [type[]]@([System.Management.Automation.EngineIntrinsics], [object])).GetILGenerator()
    $copy = $code.DeclareLocal($object); $other = $code.DefineLabel(); $names = $object.GetProperty('TypeNames').GetMethod; $contains = $list.GetMethod('Contains', [type[]]@([string]))
    $code.Emit($opcode::Ldarg_2); $code.Emit($opcode::Isinst, $object); $code.Emit($opcode::Stloc, $copy)
    $code.Emit($opcode::Ldloc, $copy); $code.Emit($opcode::Brfalse, $other)
    $code.Emit($opcode::Ldloc, $copy); $code.Emit($opcode::Callvirt, $names)
    $code.Emit($opcode::Ldstr, 'Deserialized.'); $code.Emit($opcode::Ldarg_0); $code.Emit($opcode::Ldfld, $wanted)
    $code.Emit($opcode::Call, [string].GetMethod('Concat', [type[]]@([string], [string])))
    $code.Emit($opcode::Callvirt, $contains); $code.Emit($opcode::Brfalse, $other)
    $code.Emit($opcode::Ldloc, $copy); $code.Emit($opcode::Callvirt, $names); $code.Emit($opcode::Ldarg_0); $code.Emit($opcode::Ldfld, $wanted)
    $code.Emit($opcode::Callvirt, $contains); $code.Emit($opcode::Brtrue, $other)
    $code.Emit($opcode::Ldloc, $copy); $code.Emit($opcode::Callvirt, $names); $code.Emit($opcode::Ldarg_0); $code.Emit($opcode::Ldfld, $wanted)
    $code.Emit($opcode::Callvirt, $list.GetMethod('Add'))
    $code.MarkLabel($other)
    $code.Emit($opcode::Ldarg_2); $code.Emit($opcode::Ret)
    $null = $type.CreateType()
}

# [CustomerKey.Completes()] before a parameter that the Tab key asks the module about, by whatever name the cmdlet was called. An attribute
# costs nothing before it is asked for; to register as many completers takes an import 15 ms.
function script:Add-CkeyCompletes([System.Reflection.Emit.ModuleBuilder]$module) {
    $opcode = [System.Reflection.Emit.OpCodes]; $base = [System.Management.Automation.ArgumentCompleterAttribute]; $script = [System.Management.Automation.ScriptBlock]
    $type = $module.DefineType('CustomerKey.CompletesAttribute', 'Public,Class,Sealed', $base)
    $code = $type.DefineConstructor('Public', 'Standard', [type]::EmptyTypes).GetILGenerator()
    $code.Emit($opcode::Ldarg_0)
    $code.Emit($opcode::Ldstr, {
        param($command, $parameter, $word, $line, $bound)
        $cmdlet = $ExecutionContext.InvokeCommand.GetCommand($command, 'Alias,Function')
        if ($cmdlet -is [System.Management.Automation.AliasInfo]) { $cmdlet = $cmdlet.ResolvedCommand }
        $own = $cmdlet.ScriptBlock.Module        # not the stand-in of another module that hands it on
        & $own { Complete-CkeyParameter @args } $cmdlet.Name $parameter $word $bound
    }.ToString())
    $code.Emit($opcode::Call, $script.GetMethod('Create', [type[]]@([string])))
    $code.Emit($opcode::Call, $base.GetConstructor([type[]]@($script))); $code.Emit($opcode::Ret)
    $null = $type.CreateType()
}

function script:New-CkeyAssembly {
    $assembly = [System.Reflection.Emit.PersistedAssemblyBuilder]::new([System.Reflection.AssemblyName]::new('CustomerKey.Objects'), [object].Assembly)
    $module = $assembly.DefineDynamicModule('CustomerKey.Objects')
    $script:Types = @{ Module = $module; Assembly = $null }
    New-CkeyClassTable $script:Types (New-CkeyHead (New-CkeyModule))         # its own classes cannot be used before it is loaded
    foreach ($description in [System.IO.File]::ReadAllLines("$script:Root/Types.jsonl")) { $null = Get-CkeyType $description (Read-CkeyHead $description) }
    $null = New-CkeyHead $module
    Add-CkeyNative $module
    Add-CkeyTakesCopy $module
    Add-CkeyCompletes $module
    $file = [System.IO.MemoryStream]::new()
    $assembly.Save($file)
    , $file.ToArray()
}
