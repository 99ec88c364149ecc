# SPDX-License-Identifier: Apache-2.0
#
# The Debian package, by CPack: `cpack --config build/release/CPackConfig.cmake`, or ./dev package.
# CPack runs no debhelper: the scripts and the list of conffiles in packaging/ are all there is.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON) # packaging needs the program, not the tests
install(TARGETS saksi RUNTIME DESTINATION bin)
install(FILES systemd/saksi.service systemd/saksi-agent.service DESTINATION /lib/systemd/system)
install(FILES systemd/saksi.sysusers DESTINATION lib/sysusers.d RENAME saksi.conf)
install(FILES systemd/saksi.tmpfiles DESTINATION lib/tmpfiles.d RENAME saksi.conf)
install(FILES config/saksi.yaml DESTINATION /etc/saksi)
install(FILES config/alertmanager.yml DESTINATION share/doc/saksi/examples)
install(DIRECTORY config/journeys DESTINATION share/doc/saksi/examples)
install(FILES README.md CHANGELOG.md packaging/copyright systemd/saksi-namespaces.conf DESTINATION share/doc/saksi)
install(DIRECTORY docs/ DESTINATION share/doc/saksi FILES_MATCHING
        PATTERN "*.md" PATTERN pictures EXCLUDE)

find_program(GZIP gzip)
if(GZIP)
  set(changelog "${PROJECT_BINARY_DIR}/changelog.Debian")
  configure_file(packaging/changelog.Debian "${changelog}" COPYONLY)
  # -n: the same bytes every time.
  execute_process(COMMAND "${GZIP}" -9nc "${changelog}" OUTPUT_FILE "${changelog}.gz" COMMAND_ERROR_IS_FATAL ANY)
  install(FILES "${changelog}.gz" DESTINATION share/doc/saksi)
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME saksi)
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGE_CONTACT "Saksi maintainers <maintainers@users.noreply.r-seed-b8145445.example>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "witness for attendance webs: synthetic probes, outages, evidence")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"Logs in to an attendance web and opens its check-in form as an employee
would, from several networks, and keeps what it saw in signed, chained
records. Says from these when the web was out, since when, and how certain
that is. Never sends a check-in, never names a person.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
# Zones, trust anchors and the font of the PDFs are read at run time; the scripts make the user and the folders.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "ca-certificates, tzdata, fonts-dejavu-core, systemd | systemd-sysusers, systemd | systemd-tmpfiles")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "prometheus, prometheus-alertmanager")
foreach(script postinst prerm postrm conffiles)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${PROJECT_SOURCE_DIR}/packaging/${script}")
endforeach()
include(CPack)
